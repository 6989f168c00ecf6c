package io.nemcon.samples.torture.planted;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Answer.OutcomeOf;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.node.host.Host;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner.Typing;

/** What is woven into nodes. Static methods are called by it. */
public final class NodePlants {

    private NodePlants() {}

    public static Answer presumed(Answer truth) {
        return truth instanceof Answer.Outcomes asked
                ? new Answer.Outcomes(
                        asked.outcomes().stream().map(NodePlants::presumed).toList())
                : truth;
    }

    private static OutcomeOf presumed(OutcomeOf truth) {
        return truth.outcome() == Outcome.PENDING || truth.outcome() == Outcome.FORGOTTEN
                ? new OutcomeOf(truth.gtrid(), Outcome.ABORTED, truth.reason(), truth.ownerAlive())
                : truth;
    }

    static final class OnBallot {
        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue(value = "quorum", readOnly = false) int quorum) {
            quorum = 1;
        }
    }

    static final class OnReadIndex {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.Argument(1) Runnable action) {
            action.run();
            return true;
        }
    }

    static final class OnAnswer {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Answer answer) {
            answer = NodePlants.presumed(answer);
        }
    }

    /** The command becomes one whose reason needs no term. */
    static final class OnEndSession {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) Command.EndSession command) {
            if (command.reason() == EndReason.EXPIRED) {
                command = new Command.EndSession(command.session(), EndReason.CLOSED, command.proposerTerm());
            }
        }
    }

    static final class OnOutcome {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("endReason") EndReason end, @Advice.Return(readOnly = false) Outcome outcome) {
            if (end != null && outcome == Outcome.ABORTED) {
                outcome = Outcome.PENDING;
            }
        }
    }

    static final class OnEnd {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue(value = "committed", readOnly = false, typing = Typing.DYNAMIC) Object committed,
                @Advice.FieldValue(value = "aborted", typing = Typing.DYNAMIC) Object aborted) {
            committed = aborted;
        }
    }

    static final class OnFinished {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("byGtrid") Map<?, ?> transactions,
                @Advice.Argument(0) BranchId branch,
                @Advice.Return(readOnly = false) boolean retired) {
            if (transactions.remove(branch.gtrid()) != null) {
                retired = true;
            }
        }
    }

    static final class OnMillis {
        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("host") Host host, @Advice.Return(readOnly = false) long millis) {
            millis = host.currentTimeMillis();
        }
    }
}
