/**
 * The command line of the simulation.
 *
 * <p>May import: every other package of the simulation. Start reading at {@link io.nemcon.simulation.cli.SimulateCommand}.
 */
@NullMarked
package io.nemcon.simulation.cli;

import org.jspecify.annotations.NullMarked;
