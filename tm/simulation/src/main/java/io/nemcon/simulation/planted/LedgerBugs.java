package io.nemcon.simulation.planted;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.EntryCodec;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner.Typing;
import org.jspecify.annotations.Nullable;

/** Bugs of the state machine. The static methods are called by what is woven into it. */
public final class LedgerBugs {

    private static final String PACKAGE = "io.nemcon.core.ledger.";

    private static boolean deciding;
    private static boolean leading;
    private static long ticks;

    private LedgerBugs() {}

    static List<Planting> plantings() {
        return List.of(
                new Planting(PACKAGE + "Session", "outcome", 1, OnOutcome.class),
                new Planting(PACKAGE + "RequestRunner", "decide", 1, OnDecide.class),
                new Planting(PACKAGE + "RequestRunner", "record", 2, OnRecord.class),
                new Planting(PACKAGE + "Session", "end", 3, OnEnd.class),
                new Planting(PACKAGE + "Resources", "removeAgent", 1, OnRemoveAgent.class),
                new Planting(PACKAGE + "Resources", "allScannedThrough", 0, OnScannedThrough.class),
                new Planting(PACKAGE + "Resources$Resource", "isOutdated", 2, OnIsOutdated.class),
                new Planting(PACKAGE + "Ledger", "apply", 3, OnApply.class),
                new Planting(PACKAGE + "SequenceSet", "readFrom", 1, OnReadSet.class),
                new Planting(PACKAGE + "Ledger", "newId", 0, OnNewId.class),
                new Planting(PACKAGE + "Ledger", "group", 0, OnGroup.class),
                new Planting(PACKAGE + "CommandRunner", "formGroup", 1, OnFormGroup.class),
                new Planting(PACKAGE + "Transactions", "finished", 1, OnFinished.class),
                new Planting("io.nemcon.node.LeaderDuties", "lead", 1, OnLead.class));
    }

    public static Outcome outcome(long sequence, @Nullable EndReason end, long watermark, Outcome truth) {
        if (Plant.ENDED_SESSION_COMMITS.grows() && end != null && truth == Outcome.ABORTED) {
            return Outcome.PENDING;
        }
        if (Plant.SECOND_DECISION_COUNTS.grows() && deciding) {
            return Outcome.PENDING;
        }
        return Plant.WATERMARK_BEFORE_OUTCOME.grows() && sequence < watermark ? Outcome.ABORTED : truth;
    }

    public static void deciding(boolean now) {
        deciding = now;
    }

    public static void leading(boolean now) {
        leading = now;
    }

    /** What is answered to the owner before the outcome is looked up; null for that. */
    public static @Nullable Result endedFirst(SessionId sender, @Nullable Object alive) {
        return Plant.ENDED_BEFORE_OUTCOME.grows() && alive == null ? new Result.SessionEnded(sender) : null;
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    public static boolean isDropped(SessionCommand.Decide command) {
        return Plant.ABORT_IS_NOT_RECORDED.grows() && command.decision() == Decision.ABORT;
    }

    public static Entry timed(Entry entry) {
        return Plant.REPLICA_USES_ITS_OWN_CLOCK.grows()
                ? new Entry(entry.leaderTimeMs() + ++ticks % 3, entry.commands())
                : entry;
    }

    public static Object set(Object read) {
        if (!Plant.SNAPSHOT_WITHOUT_OUTCOMES.grows()) {
            return read;
        }
        try {
            Constructor<?> empty = read.getClass().getDeclaredConstructor();
            empty.setAccessible(true);
            return empty.newInstance();
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }

    public static boolean hidesGroup() {
        return Plant.LEADER_FORMS_THE_GROUP_ANEW.grows() && leading;
    }

    public static void unform(Ledger ledger) {
        if (Plant.LEADER_FORMS_THE_GROUP_ANEW.grows()) {
            try {
                field(Ledger.class, "group").set(ledger, null);
            } catch (ReflectiveOperationException changed) {
                throw new IllegalStateException(changed);
            }
        }
    }

    static final class OnOutcome {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) long sequence,
                @Advice.FieldValue("endReason") EndReason end,
                @Advice.FieldValue("watermark") long watermark,
                @Advice.Return(readOnly = false) Outcome outcome) {
            outcome = LedgerBugs.outcome(sequence, end, watermark, outcome);
        }
    }

    static final class OnDecide {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable Result enter(
                @Advice.FieldValue("sender") SessionId sender,
                @Advice.FieldValue(value = "alive", typing = Typing.DYNAMIC) @Nullable Object alive) {
            LedgerBugs.deciding(true);
            return LedgerBugs.endedFirst(sender, alive);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Result planted, @Advice.Return(readOnly = false) Result result) {
            LedgerBugs.deciding(false);
            if (planted != null) {
                result = planted;
            }
        }
    }

    static final class OnRecord {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.Argument(1) SessionCommand.Decide command) {
            return LedgerBugs.isDropped(command);
        }
    }

    static final class OnEnd {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue(value = "committed", readOnly = false, typing = Typing.DYNAMIC) Object committed,
                @Advice.FieldValue(value = "aborted", typing = Typing.DYNAMIC) Object aborted) {
            if (Plant.COMMITS_END_WITH_THEIR_SESSION.grows()) {
                committed = aborted;
            }
        }
    }

    static final class OnScannedThrough {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long index) {
            if (Plant.OUTCOMES_GO_UNSCANNED.grows()) {
                index = Long.MAX_VALUE;
            }
        }
    }

    static final class OnIsOutdated {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean outdated) {
            outdated &= !Plant.LATE_WORD_COUNTS.grows();
        }
    }

    static final class OnRemoveAgent {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return Plant.AGENT_OUTLIVES_ITS_SESSION.grows();
        }
    }

    static final class OnApply {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 2, readOnly = false) Entry entry) {
            entry = LedgerBugs.timed(entry);
        }
    }

    static final class OnReadSet {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false, typing = Typing.DYNAMIC) Object set) {
            set = LedgerBugs.set(set);
        }
    }

    static final class OnNewId {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long id) {
            if (Plant.SAME_ENTRY_SAME_ID.grows()) {
                id -= id % EntryCodec.COMMANDS_MAX;
            }
        }
    }

    static final class OnGroup {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false, typing = Typing.DYNAMIC) @Nullable Object group) {
            if (LedgerBugs.hidesGroup()) {
                group = null;
            }
        }
    }

    static final class OnFormGroup {
        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("ledger") Ledger ledger) {
            LedgerBugs.unform(ledger);
        }
    }

    static final class OnFinished {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("byGtrid") Map<?, ?> transactions,
                @Advice.Argument(0) BranchId branch,
                @Advice.Return(readOnly = false) boolean retired) {
            if (Plant.FORGETS_BEFORE_ALL_BRANCHES.grows() && transactions.remove(branch.gtrid()) != null) {
                retired = true;
            }
        }
    }

    static final class OnLead {
        @Advice.OnMethodEnter
        static void enter() {
            LedgerBugs.leading(true);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            LedgerBugs.leading(false);
        }
    }
}
