package io.nemcon.simulation.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Everything that goes wrong in one world, in the order of time. Immutable. */
public record FaultSchedule(List<Fault> faults) {

    private static final long MILLI = 1_000_000;

    /** Nothing goes wrong before the processes had time to start. */
    private static final long FIRST_NS = 1_500 * MILLI;

    private static final int FAULTS_MAX = 14;

    public FaultSchedule {
        faults = List.copyOf(faults);
    }

    /** None at all. */
    public static FaultSchedule none() {
        return new FaultSchedule(List.of());
    }

    /** What a seed brings. Every fault is over by then. */
    public static FaultSchedule of(SplittableRandom random, long untilNs) {
        List<FaultKind> kinds = kinds(random);
        int count = 1 + random.nextInt(FAULTS_MAX);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            faults.add(fault(kinds.get(random.nextInt(kinds.size())), random, untilNs));
        }
        faults.sort((one, other) -> Long.compare(one.atNs(), other.atNs()));
        return new FaultSchedule(faults);
    }

    /** A few kinds a world, so that each comes often enough to meet itself. Interference by a person is rare. */
    private static List<FaultKind> kinds(SplittableRandom random) {
        List<FaultKind> all = new ArrayList<>(List.of(FaultKind.values()));
        if (random.nextInt(5) != 0) {
            all.removeAll(List.of(FaultKind.DATABASE_RESTORED, FaultKind.PERSON_COMMITS, FaultKind.PERSON_ROLLS_BACK));
        }
        all.add(FaultKind.DATABASE_CRASH_AT_COMMAND); // once more: most of what is hard to get right shows then
        List<FaultKind> chosen = new ArrayList<>();
        int count = 2 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            chosen.add(all.get(random.nextInt(all.size())));
        }
        return chosen;
    }

    private static Fault fault(FaultKind kind, SplittableRandom random, long untilNs) {
        long atNs = FIRST_NS + random.nextLong(untilNs - FIRST_NS);
        long longest = random.nextInt(3) == 0 ? Math.max(12_000 * MILLI, untilNs / 2) : 2_500 * MILLI;
        long forNs = Math.min(untilNs - atNs, 20 * MILLI + random.nextLong(longest));
        return new Fault(kind, atNs, forNs, random.nextInt(60), random.nextInt(60), amount(kind, random));
    }

    private static int amount(FaultKind kind, SplittableRandom random) {
        return switch (kind) {
            case LOSE, REPEAT, REORDER -> 5 + random.nextInt(150);
            case DATABASE_LOST_BEFORE, DATABASE_LOST_AFTER, DATABASE_LATE, DATABASE_REFUSED, DATABASE_SLOW ->
                20 + random.nextInt(300);
            case SLOW_NETWORK -> 5 + random.nextInt(400);
            case STALE_LEADER -> random.nextInt(101);
            case WALL_CLOCK -> random.nextInt(-4_000, 4_000);
            default -> random.nextInt(40);
        };
    }

    /** Only those at these places. */
    public FaultSchedule keep(List<Integer> places) {
        return new FaultSchedule(places.stream().map(faults::get).toList());
    }
}
