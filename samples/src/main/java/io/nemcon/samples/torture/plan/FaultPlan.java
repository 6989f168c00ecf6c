package io.nemcon.samples.torture.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The faults of a run in their order. Immutable; the same seed, length and cast give the same plan, always.
 *
 * <p>Seven lanes run side by side: nodes, apps, the agent, databases, clocks, and two of links, at most one fault at a time in each.
 * Mostly it strikes one; now and then a majority of the nodes, the whole group, all apps, or both databases at once.
 */
public record FaultPlan(long seed, List<Fault> faults) {

    private static final long FIRST_MIN_MS = 500;
    private static final long FIRST_MAX_MS = 2_500;
    /** One strike in so many is a wide one, where there are any. */
    private static final int WIDE_ONE_IN = 6;

    /** One clock in so many is an app's; the others are nodes', whose time goes into the log. */
    private static final int CLOCK_OF_APP_ONE_IN = 4;

    private static final long WIDE_LEAST_MS = 1_000;
    private static final long WIDE_MOST_MS = 7_000;

    public FaultPlan {
        faults = List.copyOf(faults);
    }

    /** @param lengthMs by when the last fault has begun and ended */
    public static FaultPlan draw(long seed, long lengthMs, Cast cast) {
        Drawing drawing = new Drawing(new Random(seed), lengthMs, cast);
        drawing.lane(FaultKind.NODE, FaultKind.NODES, new Rhythm(500, 4_000, 2_000, 8_000));
        drawing.lane(FaultKind.APP, FaultKind.APPS, new Rhythm(500, 5_000, 2_000, 7_000));
        drawing.lane(FaultKind.DATABASE, FaultKind.DATABASES, new Rhythm(300, 2_500, 5_000, 15_000));
        drawing.linkLane();
        drawing.linkLane();
        drawing.lane(FaultKind.AGENT, List.of(), new Rhythm(500, 5_000, 8_000, 25_000));
        drawing.lane(FaultKind.CLOCK, List.of(), new Rhythm(500, 6_000, 1_000, 8_000));
        drawing.faults.sort(Comparator.comparingLong(Fault::atMs));
        return new FaultPlan(seed, drawing.faults);
    }

    /** How many of each kind. */
    public Map<FaultKind, Integer> counts() {
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }

    /** How long a lane's faults last, and how long it rests between two of them. */
    private record Rhythm(long leastMs, long mostMs, long gapLeastMs, long gapMostMs) {}

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

        void lane(List<FaultKind> kinds, List<FaultKind> wideKinds, Rhythm rhythm) {
            long atMs = between(FIRST_MIN_MS, FIRST_MAX_MS);
            while (true) {
                boolean wide = !wideKinds.isEmpty() && random.nextInt(WIDE_ONE_IN) == 0;
                FaultKind kind = one(wide ? wideKinds : kinds);
                long lastsMs = wide ? between(WIDE_LEAST_MS, WIDE_MOST_MS) : between(rhythm.leastMs(), rhythm.mostMs());
                Fault fault = new Fault(atMs, kind, victim(kind), lastsMs);
                if (fault.endMs() > lengthMs) {
                    return;
                }
                faults.add(fault);
                atMs = fault.endMs() + between(rhythm.gapLeastMs(), rhythm.gapMostMs());
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
                case NODE_KILL, NODE_PAUSE, NODE_ISOLATE -> leaderOrAnyNode();
                case MAJORITY_KILL, MAJORITY_PAUSE -> majority();
                case GROUP_KILL -> Fault.several(cast.nodes());
                case APP_KILL, APP_PAUSE -> one(cast.apps());
                case APP_STALL_KILL -> Fault.link(one(cast.apps()), one(cast.databases()));
                case APP_STALL_PAUSE -> one(cast.apps());
                case APPS_KILL -> Fault.several(cast.apps());
                case AGENT_KILL, AGENT_PAUSE -> cast.agent();
                case DATABASE_RESTART, DATABASE_CRASH, DATABASE_PAUSE -> one(cast.databases());
                case DATABASES_CRASH -> Fault.several(cast.databases());
                case CLOCK_AHEAD, CLOCK_BACK ->
                    random.nextInt(CLOCK_OF_APP_ONE_IN) == 0 ? one(clients()) : leaderOrAnyNode();
                case LINK_DROP, LINK_DELAY, LINK_DUPLICATE, LINK_HALF_OPEN, LINK_NO_ANSWER, LINK_CUT ->
                    throw new IllegalArgumentException(kind + " has a link for a victim");
            };
        }

        private String leaderOrAnyNode() {
            return random.nextBoolean() ? Fault.LEADER : one(cast.nodes());
        }

        /** So many that the others cannot decide anything. */
        private String majority() {
            List<String> nodes = new ArrayList<>(cast.nodes());
            Collections.shuffle(nodes, random);
            return Fault.several(nodes.subList(0, nodes.size() / 2 + 1));
        }

        private List<String> clients() {
            List<String> clients = new ArrayList<>(cast.apps());
            clients.add(cast.agent());
            return clients;
        }

        private String link(boolean toDatabase) {
            List<String> clients = clients();
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
