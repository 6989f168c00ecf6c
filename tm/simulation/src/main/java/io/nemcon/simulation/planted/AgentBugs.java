package io.nemcon.simulation.planted;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.protocol.Answer.OutcomeOf;
import io.nemcon.core.protocol.Answer.UnfinishedBranch;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Bugs of agents, and of what stands between them and a database. The static methods are called by what is woven in. */
public final class AgentBugs {

    private static final String PROTOCOL = "io.nemcon.core.recovery.RecoveryProtocol";
    private static final String DATABASE = "io.nemcon.simulation.database.";
    private static final long FAILED_INTERVAL_MS = 1_000;

    private AgentBugs() {}

    static List<Planting> plantings() {
        return List.of(
                new Planting(PROTOCOL, "outcomesAnswered", 1, OnOutcomes.class),
                new Planting(PROTOCOL, "preparedListed", 1, OnListed.class),
                new Planting(PROTOCOL, "settleAbsent", 2, OnAbsent.class),
                new Planting("io.nemcon.agent.ResourceAgent", "roundOrRest", 0, OnRound.class),
                new Planting(DATABASE + "SqlRecovery", "hasWitness", 0, OnHasWitness.class),
                new Planting(DATABASE + "SqlVerifier", "onePhase", 3, OnOnePhase.class),
                new Planting(DATABASE + "SimDatabase", "life", 0, OnLife.class),
                new Planting(DATABASE + "SqlVerifier", "commit", 2, OnCommit.class),
                new Planting(DATABASE + "SqlBranch", "prepare", 0, OnPrepare.class));
    }

    public static List<OutcomeOf> outcomes(List<OutcomeOf> truth) {
        return truth.stream().map(AgentBugs::outcome).toList();
    }

    private static OutcomeOf outcome(OutcomeOf truth) {
        Outcome outcome = truth.outcome();
        if (Plant.AGENT_ABORTS_WHAT_IS_PENDING.grows() && outcome == Outcome.PENDING) {
            outcome = Outcome.ABORTED;
        }
        if (Plant.AGENT_COMMITS_WHAT_IS_PENDING.grows() && outcome == Outcome.PENDING) {
            outcome = Outcome.COMMITTED;
        }
        if (Plant.AGENT_ABORTS_WHEN_OWNER_IS_GONE.grows() && !truth.ownerAlive()) {
            outcome = Outcome.ABORTED;
        }
        return new OutcomeOf(truth.gtrid(), outcome, truth.reason(), truth.ownerAlive());
    }

    public static PrepareAnswer prepared(PrepareAnswer truth) {
        if (Plant.READ_ONLY_LEAK.grows() && truth.vote() == Vote.YES) {
            return PrepareAnswer.READ_ONLY;
        }
        return Plant.PREPARE_FAILS_SILENTLY.grows() && truth.vote() == Vote.NO
                ? PrepareAnswer.yes(new Witness("1"))
                : truth;
    }

    /** What the owner takes an unanswered commit for; null to look. */
    public static @Nullable BranchEnd commit() {
        if (Plant.ERROR_IS_ROLLED_BACK.grows()) {
            return BranchEnd.ROLLED_BACK;
        }
        return Plant.NOT_PREPARED_IS_COMMITTED.grows() ? BranchEnd.COMMITTED : null;
    }

    static final class OnOutcomes {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) List<OutcomeOf> outcomes) {
            outcomes = AgentBugs.outcomes(outcomes);
        }
    }

    static final class OnListed {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) List<Listed> listed) {
            if (Plant.AGENT_SEES_NO_BRANCH.grows()) {
                listed = List.of();
            }
        }
    }

    static final class OnAbsent {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(
                @Advice.Argument(0) UnfinishedBranch one,
                @Advice.FieldValue("finished") List<FinishedBranch> finished) {
            if (Plant.ABSENT_IS_FINISHED.grows()) {
                finished.add(new FinishedBranch(one.branch()));
                return true;
            }
            return false;
        }
    }

    static final class OnRound {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Return long waitMs, @Advice.FieldValue(value = "closed", readOnly = false) boolean closed) {
            if (Plant.ONE_FAILURE_ENDS_THE_AGENT.grows() && waitMs == FAILED_INTERVAL_MS) {
                closed = true;
            }
        }
    }

    static final class OnHasWitness {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean has) {
            has &= !Plant.AGENT_BELIEVES_NO_WITNESS.grows();
        }
    }

    static final class OnLife {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) int life) {
            if (Plant.NUMBER_OF_A_FORMER_LIFE_IS_BELIEVED.grows()) {
                life = 0;
            }
        }
    }

    static final class OnOnePhase {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return Plant.LOST_ONE_PHASE_IS_ROLLED_BACK.grows();
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter boolean planted, @Advice.Return(readOnly = false) OnePhaseEnd end) {
            if (planted) {
                end = OnePhaseEnd.rolledBack("the connection was lost");
            }
        }
    }

    static final class OnCommit {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable BranchEnd enter() {
            return AgentBugs.commit();
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter @Nullable BranchEnd planted, @Advice.Return(readOnly = false) BranchEnd end) {
            if (planted != null) {
                end = planted;
            }
        }
    }

    static final class OnPrepare {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) PrepareAnswer answer) {
            answer = AgentBugs.prepared(answer);
        }
    }
}
