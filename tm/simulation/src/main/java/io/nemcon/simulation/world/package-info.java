/**
 * A simulated world: TM nodes, applications with their agents, databases, all of production code down to the ports, and
 * what goes wrong with them.
 *
 * <p>May import: every other package of the simulation but {@code run}, and the product. Start reading at
 * {@link io.nemcon.simulation.world.World}.
 */
@NullMarked
package io.nemcon.simulation.world;

import org.jspecify.annotations.NullMarked;
