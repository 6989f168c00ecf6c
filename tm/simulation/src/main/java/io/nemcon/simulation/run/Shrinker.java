package io.nemcon.simulation.run;

import io.nemcon.simulation.fault.FaultSchedule;
import io.nemcon.simulation.machine.Crew;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leaves out of a failing schedule what is not needed for the failure (delta debugging, by halves and then one by one). */
public final class Shrinker {

    private final Crew crew;

    public Shrinker(Crew crew) {
        this.crew = crew;
    }

    /** The run of the smallest schedule that was found to fail, by whatever rule. */
    public SeedRun shrink(SeedRun failing) {
        SeedRun smallest = failing;
        int chunk = Math.max(1, failing.schedule().faults().size() / 2);
        while (true) {
            SeedRun smaller = withoutOne(smallest, chunk);
            if (smaller != null) {
                smallest = smaller;
                chunk = Math.min(chunk, Math.max(1, smallest.schedule().faults().size()));
            } else if (chunk == 1) {
                return smallest;
            } else {
                chunk /= 2;
            }
        }
    }

    /** The first run that still fails without some neighbours; null if all are needed. */
    private @Nullable SeedRun withoutOne(SeedRun failing, int chunk) {
        int size = failing.schedule().faults().size();
        for (int from = 0; from < size; from += chunk) {
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                if (i < from || i >= from + chunk) {
                    kept.add(i);
                }
            }
            FaultSchedule fewer = failing.schedule().keep(kept);
            SeedRun run = SeedRun.of(failing.seed(), fewer, crew, false);
            if (run.violation() != null) {
                return run;
            }
        }
        return null;
    }
}
