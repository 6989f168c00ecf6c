/**
 * What a killed application leaves in the databases, and who cleans it up, how soon, and whether the money is right then.
 *
 * <p>May import everything below the root package of the benchmarks. Start reading at
 * {@link io.nemcon.benchmarks.crash.CrashRun}.
 */
@NullMarked
package io.nemcon.benchmarks.crash;

import org.jspecify.annotations.NullMarked;
