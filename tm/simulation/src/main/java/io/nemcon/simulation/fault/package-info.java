/**
 * What goes wrong, as data: a schedule is made from a seed before the world begins, and can be cut down afterwards.
 *
 * <p>May import: nothing of the project. Start reading at {@link io.nemcon.simulation.fault.FaultSchedule}.
 */
@NullMarked
package io.nemcon.simulation.fault;

import org.jspecify.annotations.NullMarked;
