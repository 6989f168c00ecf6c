package io.nemcon.client.jta;

import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.jta.PhaseExecutor.Phase;
import io.nemcon.core.commit.Participant;
import io.nemcon.core.commit.Step;
import io.nemcon.core.id.Gtrid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the branches of one transaction what the steps of its end say, side by side where that pays. One thread at a time;
 * {@link #cancelVoting} from any.
 */
final class BranchSteps {

    private final Gtrid gtrid;
    private final List<Enlistment> branches;
    private final PhaseExecutor phases;

    /** Whether branches are being asked for their vote, which may be cancelled. */
    private volatile boolean voting;

    private volatile boolean cancelled;

    /** What a driver threw that did not agree; the first one. */
    private volatile @Nullable Throwable thrown;

    BranchSteps(Gtrid gtrid, List<Enlistment> branches, PhaseExecutor phases) {
        this.gtrid = gtrid;
        this.branches = branches;
        this.phases = phases;
    }

    List<Participant> participants() {
        List<Participant> participants = new ArrayList<>(branches.size());
        for (Enlistment branch : branches) {
            participants.add(branch.participant());
        }
        return participants;
    }

    /** The branches that these steps ask, in their order. */
    List<Enlistment> of(List<Step> steps) {
        List<Enlistment> asked = new ArrayList<>(steps.size());
        for (Step step : steps) {
            asked.add(branch(numberOf(step)));
        }
        return asked;
    }

    /** All answers, in the order of the branches. */
    <T> List<T> ask(Phase phase, List<Enlistment> asked, Function<Enlistment, T> question) {
        List<Supplier<T>> calls = new ArrayList<>(asked.size());
        for (Enlistment branch : asked) {
            calls.add(() -> question.apply(branch));
        }
        return phases.all(phase, calls);
    }

    /** The same, and may be cancelled. */
    List<PrepareAnswer> vote(Phase phase, List<Enlistment> asked, Function<Enlistment, PrepareAnswer> question) {
        voting = true;
        try {
            List<PrepareAnswer> answers = ask(phase, asked, question);
            answers.forEach(answer -> noteThrown(answer.cause()));
            return answers;
        } finally {
            voting = false;
        }
    }

    void noteThrown(@Nullable Throwable cause) {
        if (thrown == null) {
            thrown = cause;
        }
    }

    @Nullable
    Throwable thrown() {
        return thrown;
    }

    /** Stops branches that are being asked for their vote. */
    void cancelVoting() {
        if (voting) {
            cancelled = true;
            branches.forEach(Enlistment::cancelIfBusy);
        }
    }

    boolean wasCancelled() {
        return cancelled;
    }

    void release() {
        branches.forEach(Enlistment::release);
    }

    Enlistment branch(int number) {
        for (Enlistment branch : branches) {
            if (branch.number() == number) {
                return branch;
            }
        }
        throw new IllegalArgumentException("tx " + gtrid + " has no branch " + number);
    }

    private static int numberOf(Step step) {
        if (step instanceof Step.Prepare prepare) {
            return prepare.number();
        } else if (step instanceof Step.Commit commit) {
            return commit.number();
        } else if (step instanceof Step.Rollback rollback) {
            return rollback.number();
        } else if (step instanceof Step.EndReadOnly endReadOnly) {
            return endReadOnly.number();
        }
        throw new IllegalArgumentException("no step of a branch beside others: " + step);
    }
}
