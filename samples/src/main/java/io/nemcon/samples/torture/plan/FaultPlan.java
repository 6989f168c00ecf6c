package io.nemcon.samples.torture.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The faults of a run in their order. Immutable; the same seed, length and cast give the same plan, always.
 *
 * <p>Five lanes run side by side: nodes, apps, databases, and two of links, at most one fault at a time in each. So a majority of
 * nodes is alive at any time, though it may well be unable to talk, and all kinds of faults meet all others.
 */
public record FaultPlan(long seed, List<Fault> faults) {

    private static final long FIRST_MIN_MS = 500;
    private static final long FIRST_MAX_MS = 2_500;

    public FaultPlan {
        faults = List.copyOf(faults);
    }

    /** @param lengthMs by when the last fault has begun and ended */
    public static FaultPlan draw(long seed, long lengthMs, Cast cast) {
        Drawing drawing = new Drawing(new Random(seed), lengthMs, cast);
        drawing.lane(FaultKind.NODE, 500, 4_000, 2_000, 8_000);
        drawing.lane(FaultKind.APP, 500, 5_000, 3_000, 10_000);
        drawing.lane(FaultKind.DATABASE, 300, 2_500, 5_000, 15_000);
        drawing.linkLane();
        drawing.linkLane();
        drawing.faults.sort(Comparator.comparingLong(Fault::atMs));
        return new FaultPlan(seed, drawing.faults);
    }

    /** How many of each kind. */
    public Map<FaultKind, Integer> counts() {
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }

    /** While it is drawn. */
    private static final class Drawing {

        private final Random random;
        private final long lengthMs;
        private final Cast cast;
        private final List<Fault> faults = new ArrayList<>();

        Drawing(Random random, long lengthMs, Cast cast) {
            this.random = random;
            this.lengthMs = lengthMs;
            this.cast = cast;
        }

        void lane(List<FaultKind> kinds, long leastMs, long mostMs, long gapLeastMs, long gapMostMs) {
            long atMs = between(FIRST_MIN_MS, FIRST_MAX_MS);
            while (true) {
                FaultKind kind = one(kinds);
                Fault fault = new Fault(atMs, kind, victim(kind), between(leastMs, mostMs));
                if (fault.endMs() > lengthMs) {
                    return;
                }
                faults.add(fault);
                atMs = fault.endMs() + between(gapLeastMs, gapMostMs);
            }
        }

        void linkLane() {
            long atMs = between(FIRST_MIN_MS, FIRST_MAX_MS);
            while (true) {
                boolean toDatabase = random.nextInt(3) == 0;
                FaultKind kind = one(toDatabase ? FaultKind.STREAM : FaultKind.FRAMES);
                Fault fault = new Fault(atMs, kind, link(toDatabase), between(200, 4_000));
                if (fault.endMs() > lengthMs) {
                    return;
                }
                faults.add(fault);
                atMs = fault.endMs() + between(500, 4_000);
            }
        }

        /** Half of what strikes a node strikes the leader. */
        private String victim(FaultKind kind) {
            return switch (kind) {
                case NODE_KILL, NODE_PAUSE -> random.nextBoolean() ? Fault.LEADER : one(cast.nodes());
                case APP_KILL, APP_PAUSE -> one(cast.apps());
                case DATABASE_RESTART, DATABASE_CRASH, DATABASE_PAUSE -> one(cast.databases());
                case LINK_DROP, LINK_DELAY, LINK_DUPLICATE, LINK_HALF_OPEN, LINK_NO_ANSWER, LINK_CUT ->
                    throw new IllegalArgumentException(kind + " has a link for a victim");
            };
        }

        private String link(boolean toDatabase) {
            List<String> clients = new ArrayList<>(cast.apps());
            clients.add(cast.agent());
            if (toDatabase) {
                return Fault.link(one(clients), one(cast.databases()));
            }
            clients.addAll(cast.nodes());
            String from = one(clients);
            List<String> others = new ArrayList<>(cast.nodes());
            others.remove(from);
            return Fault.link(from, one(others));
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private long between(long least, long most) {
            return least + random.nextInt((int) (most - least + 1));
        }
    }
}
