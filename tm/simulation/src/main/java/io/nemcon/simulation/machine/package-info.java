/**
 * The machines under the simulated processes: one virtual clock, events in its order, threads of which one runs at a time,
 * processes that pause and die.
 *
 * <p>May import: {@code node.host}. Start reading at {@link io.nemcon.simulation.machine.Scheduler}.
 */
@NullMarked
package io.nemcon.simulation.machine;

import org.jspecify.annotations.NullMarked;
