package io.nemcon.client.jta;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.jta.PhaseExecutor.Phase;
import io.nemcon.client.session.Sessions;
import io.nemcon.client.session.TransactionSlot;
import io.nemcon.core.commit.CommitProtocol;
import io.nemcon.core.commit.Ended;
import io.nemcon.core.commit.Participant;
import io.nemcon.core.commit.Step;
import io.nemcon.core.commit.Told;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import jakarta.transaction.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the steps of one transaction's end. One thread at a time: the application's, and after it was told *outcome
 * unknown* one of the resolving threads.
 */
final class Completion {

    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

    /** DECIDE is waited for at least so long, also by a transaction that had next to no time left when it was sent. */
    private static final long DECIDE_PATIENCE_NANOS = 1_000_000_000L;

    private final TransactionSlot slot;
    private final long deadlineNanos;
    private final List<Enlistment> branches;
    private final Sessions sessions;
    private final Workers workers;
    private final IntConsumer status;
    private final CommitProtocol protocol;

    private @Nullable Told told;

    /** The DECIDE whose answer did not come in time; a resolving thread goes on with it. */
    private @Nullable CompletableFuture<Result> unanswered;

    /** The outcome that the ledger told; PENDING while there is none. */
    private Outcome decided = Outcome.PENDING;

    /** Whether a branch is being asked for its vote, which may be cancelled. */
    private volatile boolean voting;

    /** @param status hears the status of the transaction whenever it changes */
    Completion(
            TransactionSlot slot,
            long deadlineNanos,
            List<Enlistment> branches,
            Sessions sessions,
            Workers workers,
            IntConsumer status) {
        this.slot = slot;
        this.deadlineNanos = deadlineNanos;
        this.branches = branches;
        this.sessions = sessions;
        this.workers = workers;
        this.status = status;
        this.protocol = new CommitProtocol(slot.gtrid());
    }

    /** Commits; says what the application is told. Branches are given back, unless the outcome is still being resolved. */
    Told commit() {
        return drive(protocol.commit(participants()));
    }

    /** Rolls back work that was never prepared. */
    Told rollback(Reason reason, String why) {
        return drive(protocol.rollback(participants(), reason, why));
    }

    /** Stops branches that are being asked for their vote: the transaction's time is over. */
    void cancelVoting() {
        if (voting) {
            branches.forEach(Enlistment::cancelIfBusy);
        }
    }

    private List<Participant> participants() {
        return branches.stream().map(Enlistment::participant).toList();
    }

    private Told drive(List<Step> first) {
        List<Step> steps = first;
        while (!steps.isEmpty()) {
            tellStatusOf(protocol.phase());
            steps = carryOut(steps);
        }
        Told verdict = told;
        if (verdict == null) {
            throw new IllegalStateException("tx " + slot.gtrid() + " ended without a verdict");
        }
        CompletableFuture<Result> answer = unanswered;
        if (answer == null) {
            status.accept(finalStatus(verdict));
            close();
        } else {
            status.accept(Status.STATUS_UNKNOWN);
            answer.whenComplete(this::resolveLater); // last: from here on this object is the resolving thread's
        }
        return verdict;
    }

    private void close() {
        branches.forEach(Enlistment::release);
        slot.close();
    }

    private List<Step> carryOut(List<Step> steps) {
        Step first = steps.get(0);
        if (first instanceof Step.Prepare) {
            return prepare(steps);
        } else if (first instanceof Step.Decide decide) {
            return decide(decide.command());
        } else if (first instanceof Step.Commit) {
            return endBranches(steps, Phase.COMMIT, Enlistment::commit);
        } else if (first instanceof Step.Rollback) {
            return endBranches(steps, Phase.ROLLBACK, Enlistment::rollback);
        } else if (first instanceof Step.CommitOnePhase onePhase) {
            return commitOnePhase(branch(onePhase.number()));
        } else if (first instanceof Step.EndReadOnly) {
            return endReadOnly(steps);
        }
        for (Step step : steps) {
            if (step instanceof Step.ReportFinished report) {
                sessions.report(report.command().branches());
            } else if (step instanceof Step.Tell tell) {
                told = tell.told();
            }
        }
        return List.of();
    }

    private List<Step> endReadOnly(List<Step> steps) {
        List<Enlistment> asked = asked(steps);
        List<PrepareAnswer> answers = vote(Phase.CHECK, asked, Enlistment::endReadOnly);
        List<Step> next = List.of();
        for (int i = 0; i < asked.size(); i++) {
            PrepareAnswer answer = answers.get(i);
            String why = asked.get(i).describe() + " is broken: " + answer.why();
            next = protocol.readOnlyAnswered(asked.get(i).number(), answer.vote(), why);
        }
        return next;
    }

    private List<Step> prepare(List<Step> steps) {
        List<Enlistment> asked = asked(steps);
        List<PrepareAnswer> answers = vote(Phase.PREPARE, asked, Enlistment::prepare);
        List<Step> next = List.of();
        for (int i = 0; i < asked.size(); i++) {
            PrepareAnswer answer = answers.get(i);
            String said = answer.vote() == null ? " gave no answer to prepare: " : " voted NO: ";
            next = protocol.prepareAnswered(
                    asked.get(i).number(),
                    answer.vote(),
                    answer.witness(),
                    asked.get(i).describe() + said + answer.why());
        }
        return next;
    }

    private List<PrepareAnswer> vote(
            Phase phase, List<Enlistment> asked, Function<Enlistment, PrepareAnswer> question) {
        voting = true;
        try {
            return workers.phases().all(phase, calls(asked, question));
        } finally {
            voting = false;
        }
    }

    private List<Step> commitOnePhase(Enlistment only) {
        OnePhaseEnd end = workers.phases()
                .all(Phase.COMMIT, List.<Supplier<OnePhaseEnd>>of(only::commitOnePhase))
                .get(0);
        Ended ended =
                switch (end.kind()) {
                    case COMMITTED -> Ended.COMMITTED;
                    case ROLLED_BACK -> Ended.ROLLED_BACK;
                    case UNKNOWN -> Ended.UNSETTLED;
                };
        return protocol.onePhaseEnded(ended, only.describe() + ": " + end.why());
    }

    private List<Step> endBranches(List<Step> steps, Phase phase, Function<Enlistment, BranchEnd> call) {
        List<Enlistment> asked = asked(steps);
        List<BranchEnd> ends = workers.phases().all(phase, calls(asked, call));
        List<Step> next = List.of();
        for (int i = 0; i < asked.size(); i++) {
            next = protocol.branchEnded(asked.get(i).number(), ended(asked.get(i), ends.get(i), phase));
        }
        return next;
    }

    private Ended ended(Enlistment branch, BranchEnd end, Phase phase) {
        if (!end.why().isEmpty()) {
            LOG.warn("tx {}: {} of {}: {} ({})", slot.gtrid(), phase, branch.describe(), end.kind(), end.why());
        }
        return switch (end.kind()) {
            case COMMITTED -> Ended.COMMITTED;
            case ROLLED_BACK -> Ended.ROLLED_BACK;
            case UNSETTLED -> Ended.UNSETTLED;
        };
    }

    private List<Step> decide(SessionCommand.Decide command) {
        CompletableFuture<Result> answer = slot.decide(command);
        Result result = await(answer);
        if (result != null) {
            return decided(result);
        }
        if (!answer.isCompletedExceptionally()) {
            unanswered = answer;
        }
        return protocol.timeOver();
    }

    private List<Step> decided(Result result) {
        if (result instanceof Result.Refused refused) {
            return protocol.decideRefused(refused.why());
        } else if (result instanceof Result.Decided answer) {
            decided = answer.outcome();
            return protocol.decided(answer.outcome(), answer.reason());
        }
        throw new IllegalStateException("tx " + slot.gtrid() + ": DECIDE was answered with " + result);
    }

    /** The answer, or null if the transaction's time is over before it comes, or if it never will. */
    private @Nullable Result await(CompletableFuture<Result> answer) {
        long untilNanos = System.nanoTime() + Math.max(deadlineNanos - System.nanoTime(), DECIDE_PATIENCE_NANOS);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    interrupted = true; // what is handed to the log can't be taken back, so its answer is waited for
                }
            }
        } catch (TimeoutException over) {
            return null;
        } catch (ExecutionException closed) {
            LOG.warn("tx {}: DECIDE will not be answered here", slot.gtrid(), closed);
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** On the channel's thread: hands over to a resolving thread. */
    private void resolveLater(@Nullable Result result, @Nullable Throwable closed) {
        boolean accepted = workers.resolve(() -> resolve(result, closed));
        if (!accepted) {
            LOG.warn("tx {}: its branches are left to the agents, for this client is closed or overrun", slot.gtrid());
            close();
        }
    }

    private void resolve(@Nullable Result result, @Nullable Throwable closed) {
        unanswered = null;
        if (result == null) {
            LOG.warn("tx {}: not resolved here: {}", slot.gtrid(), closed == null ? "" : closed.getMessage());
            close();
            return;
        }
        drive(decided(result));
        LOG.info("tx {}: its outcome, unknown when its time was over, is {}", slot.gtrid(), decided);
    }

    private void tellStatusOf(CommitProtocol.Phase phase) {
        switch (phase) {
            case CHECKING, PREPARING -> status.accept(Status.STATUS_PREPARING);
            case DECIDING -> status.accept(Status.STATUS_PREPARED);
            case ONE_PHASE, COMMITTING -> status.accept(Status.STATUS_COMMITTING);
            case ROLLING_BACK, ABORTING -> status.accept(Status.STATUS_ROLLING_BACK);
            case ACTIVE, DONE -> {
                // before the first step and with the verdict: whoever has the verdict says it
            }
        }
    }

    private int finalStatus(Told verdict) {
        return switch (decided) {
            case COMMITTED -> Status.STATUS_COMMITTED;
            case ABORTED -> Status.STATUS_ROLLEDBACK;
            case FORGOTTEN -> Status.STATUS_UNKNOWN;
            case PENDING ->
                switch (verdict.kind()) {
                    case COMMITTED -> Status.STATUS_COMMITTED;
                    case ROLLED_BACK, MIXED -> Status.STATUS_ROLLEDBACK;
                    case UNKNOWN -> Status.STATUS_UNKNOWN;
                };
        };
    }

    private List<Enlistment> asked(List<Step> steps) {
        return steps.stream().map(step -> branch(numberOf(step))).toList();
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

    private Enlistment branch(int number) {
        for (Enlistment branch : branches) {
            if (branch.number() == number) {
                return branch;
            }
        }
        throw new IllegalArgumentException("tx " + slot.gtrid() + " has no branch " + number);
    }

    private static <T> List<Supplier<T>> calls(List<Enlistment> branches, Function<Enlistment, T> call) {
        List<Supplier<T>> calls = new ArrayList<>(branches.size());
        for (Enlistment branch : branches) {
            calls.add(() -> call.apply(branch));
        }
        return calls;
    }
}
