package io.nemcon.simulation.planted;

import io.nemcon.core.commit.CommitProtocol;
import io.nemcon.core.commit.Ended;
import io.nemcon.core.commit.Step;
import io.nemcon.core.commit.Told;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner.Typing;
import org.jspecify.annotations.Nullable;

/** Bugs of a transaction's owner: commit protocol, session, JTA. The static methods are called by what is woven into them. */
public final class OwnerBugs {

    private static final String PROTOCOL = "io.nemcon.core.commit.CommitProtocol";
    private static final String SESSION = "io.nemcon.client.session.";
    private static final String JTA = "io.nemcon.client.jta.";

    private OwnerBugs() {}

    static List<Planting> plantings() {
        return List.of(
                new Planting(PROTOCOL, "timeOver", 0, OnTimeOver.class),
                new Planting(PROTOCOL, "prepareAnswered", 4, OnPrepareAnswered.class),
                new Planting(PROTOCOL, "decide", 1, OnDecide.class),
                new Planting("io.nemcon.core.commit.BranchState", "named", 0, OnNamed.class),
                new Planting(PROTOCOL, "onePhaseEnded", 2, OnOnePhaseEnded.class),
                new Planting(PROTOCOL, "isOneAsked", 0, OnIsOneAsked.class),
                new Planting(SESSION + "DecideUntilKnown", "retry", 1, OnRetry.class),
                new Planting(SESSION + "NumberWindow", "close", 1, OnCloseNumber.class),
                new Planting(SESSION + "NumberWindow", "lowest", 0, OnLowest.class),
                new Planting(JTA + "Lifecycle", "mark", 1, OnMark.class),
                new Planting(JTA + "Lifecycle", "claimMarked", 0, OnClaimMarked.class),
                new Planting(JTA + "BranchSteps", "ask", 3, OnAsk.class),
                new Planting("io.nemcon.simulation.machine.SimHost", "randomLong", 0, OnRandom.class));
    }

    /** What is done instead of telling that the outcome is unknown; null for that. */
    public static @Nullable List<Step> timeOver(CommitProtocol protocol) {
        if (protocol.phase() != CommitProtocol.Phase.DECIDING) {
            return null;
        }
        if (Plant.ROLLS_BACK_WHEN_DECIDE_IS_SILENT.grows()) {
            return protocol.decided(Outcome.ABORTED, Reason.TIMEOUT);
        }
        if (Plant.COMMITS_WHEN_DECIDE_IS_SILENT.grows()) {
            return protocol.decided(Outcome.COMMITTED, Reason.NONE);
        }
        return Plant.SAYS_ROLLED_BACK_WHEN_DECIDE_IS_SILENT.grows()
                ? List.of(new Step.Tell(new Told(Told.Kind.ROLLED_BACK, Reason.TIMEOUT, "planted")))
                : null;
    }

    public static @Nullable Vote vote(@Nullable Vote truth) {
        if (Plant.IGNORES_A_NO.grows() && truth == Vote.NO) {
            return Vote.READ_ONLY;
        }
        return Plant.SILENCE_IS_A_YES.grows() && truth == null ? Vote.YES : truth;
    }

    public static List<Step> afterVotes(CommitProtocol protocol, List<Step> steps) {
        boolean decides = steps.size() == 1
                && steps.get(0) instanceof Step.Decide decide
                && decide.command().decision() == Decision.COMMIT;
        return decides && Plant.COMMITS_BEFORE_DECIDE.grows()
                ? protocol.decided(Outcome.COMMITTED, Reason.NONE)
                : steps;
    }

    public static List<Step> named(List<Step> steps) {
        if (Plant.NAMES_ONE_BRANCH.grows() && steps.get(0) instanceof Step.Decide decide) {
            SessionCommand.Decide all = decide.command();
            return List.of(new Step.Decide(new SessionCommand.Decide(
                    all.gtrid(), all.decision(), all.reason(), all.branches().subList(0, 1))));
        }
        return steps;
    }

    public static DecidedBranch witnessed(DecidedBranch branch) {
        return Plant.DECIDES_WITHOUT_WITNESS.grows()
                ? new DecidedBranch(branch.resource(), branch.number(), Witness.NONE)
                : branch;
    }

    public static Ended ended(Ended truth) {
        if (truth == Ended.UNSETTLED && Plant.UNSETTLED_IS_COMMITTED.grows()) {
            return Ended.COMMITTED;
        }
        return truth == Ended.UNSETTLED && Plant.UNSETTLED_IS_ROLLED_BACK.grows() ? Ended.ROLLED_BACK : truth;
    }

    public static boolean givesUp(CompletableFuture<Result> outcome) {
        return Plant.LOST_REPLY_IS_AN_ABORT.grows()
                && outcome.complete(new Result.Decided(Outcome.ABORTED, Reason.NONE));
    }

    public static List<Object> swapped(List<Object> answers) {
        if (!Plant.ANSWERS_ARE_SWAPPED.grows()) {
            return answers;
        }
        List<Object> swapped = new ArrayList<>(answers);
        Collections.reverse(swapped);
        return swapped;
    }

    static final class OnTimeOver {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable List<Step> enter(@Advice.This CommitProtocol protocol) {
            return OwnerBugs.timeOver(protocol);
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
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) @Nullable Vote vote) {
            vote = OwnerBugs.vote(vote);
        }

        @Advice.OnMethodExit
        static void exit(@Advice.This CommitProtocol protocol, @Advice.Return(readOnly = false) List<Step> steps) {
            steps = OwnerBugs.afterVotes(protocol, steps);
        }
    }

    static final class OnDecide {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) List<Step> steps) {
            steps = OwnerBugs.named(steps);
        }
    }

    static final class OnNamed {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) DecidedBranch branch) {
            branch = OwnerBugs.witnessed(branch);
        }
    }

    static final class OnOnePhaseEnded {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) Ended ended) {
            ended = OwnerBugs.ended(ended);
        }
    }

    static final class OnIsOneAsked {
        @Advice.OnMethodExit
        static void exit(@Advice.This CommitProtocol protocol, @Advice.Return(readOnly = false) boolean asked) {
            asked &= !(Plant.FIRST_VOTE_DECIDES.grows() && protocol.phase() == CommitProtocol.Phase.PREPARING);
        }
    }

    static final class OnRetry {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.FieldValue("outcome") CompletableFuture<Result> outcome) {
            return OwnerBugs.givesUp(outcome);
        }
    }

    static final class OnCloseNumber {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("size") int size, @Advice.FieldValue(value = "next", readOnly = false) long next) {
            if (Plant.NUMBERS_COME_AGAIN.grows() && size == 0) {
                next = 1;
            }
        }
    }

    static final class OnLowest {
        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("next") long next, @Advice.Return(readOnly = false) long lowest) {
            if (Plant.WATERMARK_PASSES_WHAT_IS_OPEN.grows()) {
                lowest = next;
            }
        }
    }

    static final class OnMark {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(
                @Advice.Argument(value = 0, typing = Typing.DYNAMIC) Object why,
                @Advice.FieldValue(value = "cause", readOnly = false, typing = Typing.DYNAMIC) @Nullable Object cause) {
            if (!Plant.TIMEOUT_MEETS_COMMIT.grows()) {
                return false;
            }
            if (cause == null) {
                cause = why;
            }
            return true;
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter boolean planted, @Advice.Return(readOnly = false) boolean marked) {
            marked |= planted;
        }
    }

    static final class OnClaimMarked {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean mine) {
            mine |= Plant.TIMEOUT_MEETS_COMMIT.grows();
        }
    }

    static final class OnAsk {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) List<Object> answers) {
            answers = OwnerBugs.swapped(answers);
        }
    }

    static final class OnRandom {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long random) {
            if (Plant.KEYS_ARE_GUESSED.grows()) {
                random = 4;
            }
        }
    }
}
