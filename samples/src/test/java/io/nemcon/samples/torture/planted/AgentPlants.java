package io.nemcon.samples.torture.planted;

import io.nemcon.core.protocol.Answer.OutcomeOf;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.recovery.Listed;
import java.util.List;
import java.util.function.Predicate;
import net.bytebuddy.asm.Advice;

/** What is woven into agents. Static methods are called by it. */
public final class AgentPlants {

    private AgentPlants() {}

    public static List<OutcomeOf> pendingAborted(List<OutcomeOf> truth) {
        return aborted(truth, one -> one.outcome() == Outcome.PENDING);
    }

    public static List<OutcomeOf> ownerlessAborted(List<OutcomeOf> truth) {
        return aborted(truth, one -> !one.ownerAlive());
    }

    private static List<OutcomeOf> aborted(List<OutcomeOf> truth, Predicate<OutcomeOf> which) {
        return truth.stream()
                .map(one -> which.test(one)
                        ? new OutcomeOf(one.gtrid(), Outcome.ABORTED, one.reason(), one.ownerAlive())
                        : one)
                .toList();
    }

    static final class OnPending {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) List<OutcomeOf> outcomes) {
            outcomes = AgentPlants.pendingAborted(outcomes);
        }
    }

    static final class OnOwnerGone {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) List<OutcomeOf> outcomes) {
            outcomes = AgentPlants.ownerlessAborted(outcomes);
        }
    }

    static final class OnListed {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) List<Listed> listed) {
            listed = List.of();
        }
    }
}
