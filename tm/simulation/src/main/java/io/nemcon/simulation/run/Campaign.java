package io.nemcon.simulation.run;

import io.nemcon.simulation.fault.Fault;
import io.nemcon.simulation.fault.FaultKind;
import io.nemcon.simulation.machine.Crew;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Many seeds, one after another, and what they came to together. One thread at a time. */
public final class Campaign {

    private static final double NANOS_A_SECOND = 1e9;

    private final Crew crew = new Crew();
    private final long startNanos = System.nanoTime();
    private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
    private final List<SeedRun> failing = new ArrayList<>();
    private long seeds;
    private long simulatedNs;
    private long committed;
    private long events;

    /** Lives one more world. */
    public SeedRun run(long seed) {
        SeedRun run = SeedRun.of(seed, crew);
        seeds++;
        simulatedNs += run.simulatedNs();
        committed += run.committed();
        events += run.events();
        for (Fault fault : run.schedule().faults()) {
            faults.merge(fault.kind(), 1L, Long::sum);
        }
        if (run.violation() != null) {
            failing.add(run);
        }
        return run;
    }

    public Crew crew() {
        return crew;
    }

    public long seeds() {
        return seeds;
    }

    public List<SeedRun> failing() {
        return List.copyOf(failing);
    }

    public Map<FaultKind, Long> faults() {
        return Map.copyOf(faults);
    }

    /** Transactions that applications were told are committed. */
    public long committed() {
        return committed;
    }

    public long events() {
        return events;
    }

    public double realSeconds() {
        return (System.nanoTime() - startNanos) / NANOS_A_SECOND;
    }

    public double simulatedSeconds() {
        return simulatedNs / NANOS_A_SECOND;
    }

    /** Simulated over real time. */
    public double speedup() {
        return simulatedSeconds() / realSeconds();
    }

    public double seedsPerSecond() {
        return seeds / realSeconds();
    }
}
