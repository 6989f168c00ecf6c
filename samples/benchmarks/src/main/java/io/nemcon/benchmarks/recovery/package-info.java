/**
 * How long what a killed app left in doubt is in others' way: by the number of branches.
 *
 * <p>May import: the samples' apps in doubt, agents, databases and TM nodes. Start reading at
 * {@link io.nemcon.benchmarks.recovery.RecoveryRun}.
 */
@NullMarked
package io.nemcon.benchmarks.recovery;

import org.jspecify.annotations.NullMarked;
