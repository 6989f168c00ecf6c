/**
 * An app that leaves as many branches in doubt as it is told to, and the agents that resolve them: for the proofs and
 * measures of recovery.
 *
 * <p>May import: the client, the demo's databases and processes. Start reading at
 * {@link io.nemcon.samples.indoubt.InDoubtApp}.
 */
@NullMarked
package io.nemcon.samples.indoubt;

import org.jspecify.annotations.NullMarked;
