/**
 * Worlds run seed by seed: what each found, how fast it was, and what is left of a schedule that finds something.
 *
 * <p>May import: every other package of the simulation but {@code cli}. Start reading at
 * {@link io.nemcon.simulation.run.SeedRun}.
 */
@NullMarked
package io.nemcon.simulation.run;

import org.jspecify.annotations.NullMarked;
