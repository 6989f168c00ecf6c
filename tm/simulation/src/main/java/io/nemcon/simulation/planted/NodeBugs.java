package io.nemcon.simulation.planted;

import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Result;
import io.nemcon.node.host.Host;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** Bugs of nodes and of a leader's leases. The static methods are called by what is woven into them. */
public final class NodeBugs {

    private static final String NODE = "io.nemcon.node.";
    private static final String KEEPER = "io.nemcon.core.lease.LeaseKeeper";
    private static final long GRACE_NS = 1_000_000_000L;

    /** What a node is asked for now. */
    public enum Asked {
        NOTHING,
        QUERY,
        HEARTBEAT
    }

    private static Asked asked = Asked.NOTHING;
    private static boolean starting;
    private static boolean presuming;

    private NodeBugs() {}

    static List<Planting> plantings() {
        return List.of(
                new Planting(NODE + "LedgerNode", "query", 1, OnQuery.class),
                new Planting(NODE + "LedgerNode", "heartbeat", 2, OnHeartbeat.class),
                new Planting(NODE + "LedgerNode", "afterReadIndex", 2, OnReadIndex.class),
                new Planting(NODE + "LedgerNode$Applier", "keep", 2, OnKeep.class),
                new Planting(NODE + "LedgerNodeConfig", "endSessionsAtStart", 0, OnEndSessions.class),
                new Planting(NODE + "LeaderDuties", "started", 1, OnStarted.class),
                new Planting(NODE + "EntryTime", "millis", 0, OnMillis.class),
                new Planting("io.nemcon.core.ledger.Ledger", "outcome", 1, OnLedgerOutcome.class),
                new Planting(KEEPER, "grant", 3, OnGrant.class),
                new Planting(KEEPER, "disconnected", 2, OnDisconnected.class),
                new Planting(KEEPER, "due", 1, OnDue.class),
                new Planting(KEEPER, "follow", 0, OnFollow.class));
    }

    public static void asked(Asked what) {
        asked = what;
    }

    public static void starting(boolean now) {
        starting = now;
    }

    /** Whether the action was done at once. */
    public static boolean fromMemory(Runnable action) {
        boolean reads =
                asked == Asked.QUERY && (Plant.READS_FROM_MEMORY.grows() || Plant.PRESUMES_ABORT_FROM_MEMORY.grows());
        boolean beats = asked == Asked.HEARTBEAT && Plant.HEARTBEAT_WITHOUT_MAJORITY.grows();
        if (!reads && !beats) {
            return false;
        }
        presuming = true;
        try {
            action.run();
        } finally {
            presuming = false;
        }
        return true;
    }

    public static Outcome presumed(Outcome truth) {
        boolean unknown = truth == Outcome.PENDING || truth == Outcome.FORGOTTEN;
        return presuming && unknown && Plant.PRESUMES_ABORT_FROM_MEMORY.grows() ? Outcome.ABORTED : truth;
    }

    public static List<Result> mixedUp(List<Result> results) {
        if (!Plant.RESULTS_ARE_MIXED_UP.grows()) {
            return results;
        }
        List<Result> mixed = new ArrayList<>(results);
        Collections.reverse(mixed);
        return mixed;
    }

    public static boolean grantsNothing() {
        return starting && Plant.NEW_LEADER_GRANTS_NOTHING.grows();
    }

    public static long granted(long ttlNs) {
        return starting && Plant.EXPIRES_ON_LEADER_CHANGE.grows() ? ttlNs / 8 : ttlNs;
    }

    public static long disconnectedAt(long nowNs) {
        return Plant.NO_GRACE.grows() ? nowNs - GRACE_NS : nowNs;
    }

    static final class OnQuery {
        @Advice.OnMethodEnter
        static void enter() {
            NodeBugs.asked(Asked.QUERY);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            NodeBugs.asked(Asked.NOTHING);
        }
    }

    static final class OnHeartbeat {
        @Advice.OnMethodEnter
        static void enter() {
            NodeBugs.asked(Asked.HEARTBEAT);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            NodeBugs.asked(Asked.NOTHING);
        }
    }

    static final class OnReadIndex {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.Argument(1) Runnable action) {
            return NodeBugs.fromMemory(action);
        }
    }

    static final class OnKeep {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) List<Result> results) {
            results = NodeBugs.mixedUp(results);
        }
    }

    static final class OnEndSessions {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean ends) {
            ends &= !Plant.FORMER_SESSION_LIVES_ON.grows();
        }
    }

    static final class OnStarted {
        @Advice.OnMethodEnter
        static void enter() {
            NodeBugs.starting(true);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            NodeBugs.starting(false);
        }
    }

    static final class OnMillis {
        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("host") Host host, @Advice.Return(readOnly = false) long millis) {
            if (Plant.WALL_CLOCK_IS_THE_LEDGERS.grows()) {
                millis = host.currentTimeMillis();
            }
        }
    }

    static final class OnLedgerOutcome {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Outcome outcome) {
            outcome = NodeBugs.presumed(outcome);
        }
    }

    static final class OnGrant {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.Argument(value = 1, readOnly = false) long ttlNs) {
            ttlNs = NodeBugs.granted(ttlNs);
            return NodeBugs.grantsNothing();
        }
    }

    static final class OnDisconnected {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) long nowNs) {
            nowNs = NodeBugs.disconnectedAt(nowNs);
        }
    }

    static final class OnDue {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) List<SessionId> due) {
            if (Plant.NOTHING_EXPIRES.grows()) {
                due = List.of();
            }
        }
    }

    static final class OnFollow {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return Plant.LEASES_OUTLIVE_LEADERSHIP.grows();
        }
    }
}
