package io.nemcon.simulation.run;

import io.nemcon.simulation.fault.FaultSchedule;
import io.nemcon.simulation.machine.Crew;
import io.nemcon.simulation.machine.Trace;
import io.nemcon.simulation.world.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one world came to.
 *
 * @param violation what was found; null if nothing was
 * @param simulatedNs how long it lived, by its own time
 * @param committed transactions that applications were told are committed
 * @param trace one line an event, if it was wanted
 */
public record SeedRun(
        long seed,
        FaultSchedule schedule,
        @Nullable Throwable violation,
        long simulatedNs,
        long events,
        long committed,
        List<String> trace) {

    /** Lives the world of a seed, with its own faults. */
    public static SeedRun of(long seed, Crew crew) {
        return of(seed, null, crew, false);
    }

    /** @param faults other ones than the seed's; null for those */
    public static SeedRun of(long seed, @Nullable FaultSchedule faults, Crew crew, boolean traced) {
        Trace trace = new Trace(traced);
        World world = new World(seed, faults, crew, trace);
        Throwable violation = world.run();
        return new SeedRun(
                seed,
                world.schedule(),
                violation,
                world.scheduler().nowNs(),
                world.scheduler().count(),
                world.invariants().committedTold(),
                trace.lines());
    }
}
