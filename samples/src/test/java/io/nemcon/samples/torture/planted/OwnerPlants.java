package io.nemcon.samples.torture.planted;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.core.commit.CommitProtocol;
import io.nemcon.core.commit.Step;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.twophase.TwoPhaseBranch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is woven into apps, which own transactions. Static methods are called by it. */
public final class OwnerPlants {

    private static final int SKIPPED_ONE_IN = 20;
    private static final int ROLLED_BACK_ONE_IN = 5;

    private OwnerPlants() {}

    /** What is done instead of telling that the outcome is unknown; null for that. */
    public static @Nullable List<Step> timeOver(CommitProtocol protocol) {
        return protocol.phase() == CommitProtocol.Phase.DECIDING
                ? protocol.decided(Outcome.ABORTED, Reason.TIMEOUT)
                : null;
    }

    public static List<Step> afterVotes(CommitProtocol protocol, List<Step> steps) {
        boolean decides = steps.size() == 1
                && steps.get(0) instanceof Step.Decide decide
                && decide.command().decision() == Decision.COMMIT;
        return decides ? protocol.decided(Outcome.COMMITTED, Reason.NONE) : steps;
    }

    /** What a commit that is skipped answers; null for one that is not. */
    public static @Nullable BranchEnd skipped() {
        return ThreadLocalRandom.current().nextInt(SKIPPED_ONE_IN) == 0 ? BranchEnd.COMMITTED : null;
    }

    /** What a commit that became a rollback answers; null for one that did not. */
    public static @Nullable BranchEnd rolledBack(TwoPhaseBranch branch) {
        if (ThreadLocalRandom.current().nextInt(ROLLED_BACK_ONE_IN) > 0) {
            return null;
        }
        branch.rollback();
        return BranchEnd.COMMITTED;
    }

    static final class OnRetry {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.FieldValue("outcome") CompletableFuture<Result> outcome) {
            return outcome.complete(new Result.Decided(Outcome.ABORTED, Reason.NONE));
        }
    }

    static final class OnTimeOver {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable List<Step> enter(@Advice.This CommitProtocol protocol) {
            return OwnerPlants.timeOver(protocol);
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.Enter @Nullable List<Step> planted, @Advice.Return(readOnly = false) List<Step> steps) {
            if (planted != null) {
                steps = planted;
            }
        }
    }

    static final class OnPrepareAnswered {
        @Advice.OnMethodExit
        static void exit(@Advice.This CommitProtocol protocol, @Advice.Return(readOnly = false) List<Step> steps) {
            steps = OwnerPlants.afterVotes(protocol, steps);
        }
    }

    static final class OnVoteIgnored {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) @Nullable Vote vote) {
            if (vote == Vote.NO) {
                vote = Vote.READ_ONLY;
            }
        }
    }

    static final class OnVoteMissing {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) @Nullable Vote vote) {
            if (vote == null) {
                vote = Vote.YES;
            }
        }
    }

    static final class OnCommitSkipped {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable BranchEnd enter() {
            return OwnerPlants.skipped();
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter @Nullable BranchEnd planted, @Advice.Return(readOnly = false) BranchEnd end) {
            if (planted != null) {
                end = planted;
            }
        }
    }

    static final class OnCommitRolledBack {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable BranchEnd enter(@Advice.This TwoPhaseBranch branch) {
            return OwnerPlants.rolledBack(branch);
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter @Nullable BranchEnd planted, @Advice.Return(readOnly = false) BranchEnd end) {
            if (planted != null) {
                end = planted;
            }
        }
    }

    static final class OnOnePhaseEnd {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) OnePhaseEnd found) {
            found = OnePhaseEnd.rolledBack("the connection was lost");
        }
    }

    static final class OnCommit {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) BranchEnd end) {
            end = BranchEnd.ROLLED_BACK;
        }
    }

    static final class OnCommitCommitted {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) BranchEnd end) {
            end = BranchEnd.COMMITTED;
        }
    }
}
