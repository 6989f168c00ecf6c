package io.nemcon.client.jta;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.jta.PhaseExecutor.Phase;
import io.nemcon.client.session.TransactionSlot;
import io.nemcon.core.commit.CommitProtocol;
import io.nemcon.core.commit.Ended;
import io.nemcon.core.commit.Step;
import io.nemcon.core.commit.Told;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Vote;
import io.nemcon.node.host.Host;
import jakarta.transaction.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntConsumer;
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

    /** So long after the deadline of votes the leader's decision is waited for. */
    private static final long VOTES_PATIENCE_NANOS = 2_000_000_000L;

    private final TransactionSlot slot;
    private final Deadline deadline;
    private final BranchSteps branches;
    private final Environment environment;
    private final IntConsumer status;
    private final CommitProtocol protocol;
    private final boolean handedOut;

    private @Nullable Told told;

    /** The DECIDE whose answer did not come in time; a resolving thread goes on with it. */
    private @Nullable CompletableFuture<Result> unanswered;

    /** The outcome that the ledger told; PENDING while there is none. */
    private Outcome decided = Outcome.PENDING;

    /**
     * @param handedOut whether other processes may have joined the transaction
     * @param status hears the status of the transaction whenever it changes
     */
    Completion(
            TransactionSlot slot,
            Deadline deadline,
            List<Enlistment> branches,
            boolean handedOut,
            Environment environment,
            IntConsumer status) {
        this.slot = slot;
        this.deadline = deadline;
        this.branches =
                new BranchSteps(slot.gtrid(), branches, environment.workers().phases());
        this.environment = environment;
        this.status = status;
        this.protocol = new CommitProtocol(slot.gtrid());
        this.handedOut = handedOut;
        if (handedOut) {
            protocol.handedOut();
        }
    }

    /** Commits; says what the application is told. Branches are given back, unless the outcome is still being resolved. */
    Told commit() {
        return drive(protocol.commit(branches.participants()));
    }

    /** Rolls back work that was never prepared. */
    Told rollback(Reason reason, String why) {
        return drive(protocol.rollback(branches.participants(), reason, why));
    }

    /** The transaction's time is over: stops branches that are being asked for their vote. */
    void cancelVoting() {
        branches.cancelVoting();
    }

    /** What a driver threw so that it ended as it did, or null. From any thread. */
    @Nullable
    Throwable thrown() {
        return branches.thrown();
    }

    private Told drive(List<Step> first) {
        List<Step> steps = first;
        while (!steps.isEmpty()) {
            tellStatusOf(protocol.phase(), steps.get(0));
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
        branches.release();
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
            return commitOnePhase(branches.branch(onePhase.number()));
        } else if (first instanceof Step.EndReadOnly) {
            return endReadOnly(steps);
        }
        for (Step step : steps) {
            if (step instanceof Step.ReportFinished report) {
                environment.sessions().report(report.command().branches());
            } else if (step instanceof Step.Tell tell) {
                told = tell.told();
            }
        }
        return List.of();
    }

    private List<Step> endReadOnly(List<Step> steps) {
        List<Enlistment> asked = branches.of(steps);
        List<PrepareAnswer> answers = vote(Phase.CHECK, asked, Enlistment::endReadOnly);
        List<Step> next = List.of();
        for (int i = 0; i < asked.size(); i++) {
            PrepareAnswer answer = answers.get(i);
            next = protocol.readOnlyAnswered(
                    asked.get(i).number(), answer.vote(), inWords(asked.get(i), answer, " is broken: "));
        }
        return next;
    }

    private List<Step> prepare(List<Step> steps) {
        List<Enlistment> asked = branches.of(steps);
        List<PrepareAnswer> answers = vote(Phase.PREPARE, asked, Enlistment::prepare);
        List<Step> next = List.of();
        for (int i = 0; i < asked.size(); i++) {
            PrepareAnswer answer = answers.get(i);
            String said = answer.vote() == null ? " gave no answer to prepare: " : " voted NO: ";
            next = protocol.prepareAnswered(
                    asked.get(i).number(), answer.vote(), answer.witness(), inWords(asked.get(i), answer, said));
        }
        return next;
    }

    /** Words for what went wrong; none are made where nothing did, for that is on every commit's way. */
    private static String inWords(Enlistment asked, PrepareAnswer answer, String said) {
        boolean agreed = answer.vote() == Vote.YES || answer.vote() == Vote.READ_ONLY;
        return agreed ? "" : asked.describe() + said + answer.why();
    }

    private List<PrepareAnswer> vote(
            Phase phase, List<Enlistment> asked, Function<Enlistment, PrepareAnswer> question) {
        List<PrepareAnswer> answers = branches.vote(phase, asked, question);
        if (branches.wasCancelled()) {
            protocol.timeUp(deadline.inWords());
        }
        return answers;
    }

    private List<Step> commitOnePhase(Enlistment only) {
        OnePhaseEnd end = branches.ask(Phase.COMMIT, List.of(only), Enlistment::commitOnePhase)
                .get(0);
        branches.noteThrown(end.cause());
        String why = end.kind() == OnePhaseEnd.Kind.COMMITTED ? "" : only.describe() + ": " + end.why();
        return switch (end.kind()) {
            case COMMITTED -> protocol.onePhaseEnded(Ended.COMMITTED, why);
            case ROLLED_BACK -> protocol.onePhaseEnded(Ended.ROLLED_BACK, why);
            case HEURISTIC_ROLLBACK -> protocol.onePhaseHeuristicRollback(why);
            case MIXED -> protocol.onePhaseEnded(Ended.MIXED, why);
            case UNKNOWN -> protocol.onePhaseEnded(Ended.UNSETTLED, why);
        };
    }

    private List<Step> endBranches(List<Step> steps, Phase phase, Function<Enlistment, BranchEnd> call) {
        List<Enlistment> asked = branches.of(steps);
        List<BranchEnd> ends = branches.ask(phase, asked, call);
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
            case MIXED -> Ended.MIXED;
            case UNSETTLED -> Ended.UNSETTLED;
        };
    }

    private List<Step> decide(SessionCommand.Decide command) {
        boolean asksOthers = handedOut && command.decision() == Decision.COMMIT;
        CompletableFuture<Result> answer =
                asksOthers ? slot.decideWithJoined(command, deadline.atNanos()) : slot.decide(command);
        Result result = await(answer, asksOthers ? VOTES_PATIENCE_NANOS : 0);
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
    private @Nullable Result await(CompletableFuture<Result> answer, long moreNanos) {
        Host host = environment.host();
        long untilNanos = host.nanoTime() + Math.max(deadline.nanosLeft(), DECIDE_PATIENCE_NANOS) + moreNanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return host.await(answer, untilNanos - host.nanoTime());
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
        boolean accepted = environment.workers().resolve(() -> resolve(result, closed));
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
        try {
            drive(decided(result));
            LOG.info("tx {}: its outcome, unknown when its time was over, is {}", slot.gtrid(), decided);
        } catch (RuntimeException
                | Error broken) { // the outer edge: it is decided, and the agents end what is prepared
            LOG.error("tx {}: {}, and its end failed unexpectedly here", slot.gtrid(), decided, broken);
            close();
        }
    }

    private void tellStatusOf(CommitProtocol.Phase phase, Step next) {
        switch (phase) {
            case CHECKING, PREPARING -> status.accept(Status.STATUS_PREPARING);
            case DECIDING -> status.accept(asksForCommit(next) ? Status.STATUS_PREPARED : Status.STATUS_ROLLING_BACK);
            case ONE_PHASE, COMMITTING -> status.accept(Status.STATUS_COMMITTING);
            case ROLLING_BACK, ABORTING -> status.accept(Status.STATUS_ROLLING_BACK);
            case ACTIVE, DONE -> {
                // before the first step and with the verdict: whoever has the verdict says it
            }
        }
    }

    private static boolean asksForCommit(Step next) {
        return next instanceof Step.Decide decide && decide.command().decision() == Decision.COMMIT;
    }

    private int finalStatus(Told verdict) {
        return switch (verdict.kind()) {
            case COMMITTED, HEURISTIC_COMMIT -> Status.STATUS_COMMITTED;
            case ROLLED_BACK, HEURISTIC_ROLLBACK -> Status.STATUS_ROLLEDBACK;
            case MIXED, UNKNOWN ->
                switch (decided) {
                    case COMMITTED -> Status.STATUS_COMMITTED;
                    case ABORTED -> Status.STATUS_ROLLEDBACK;
                    case FORGOTTEN, PENDING -> Status.STATUS_UNKNOWN;
                };
        };
    }
}
