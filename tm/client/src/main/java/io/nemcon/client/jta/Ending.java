package io.nemcon.client.jta;

import io.nemcon.client.session.TransactionSlot;
import io.nemcon.core.commit.Told;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import jakarta.transaction.Status;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of one transaction around its {@link Completion}: synchronizations before it, on the thread that commits and with
 * the transaction as that thread's own; the timeout beside it; synchronizations and what the registry kept after it.
 * {@link #commit} and {@link #rollback} are called once, by whoever {@link Lifecycle} gave the end to; {@link #timeUp} by
 * any thread.
 */
final class Ending implements End {

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final NemconTransaction transaction;
    private final TransactionSlot slot;
    private final Deadline deadline;
    private final BranchList branches;
    private final Lifecycle lifecycle;
    private final Synchronizations synchronizations;
    private final Values values;
    private final Environment environment;
    private final BeforeCompletion before;
    private volatile @Nullable Completion completion;
    private volatile @Nullable Throwable unexpected;

    Ending(TransactionSlot slot, Parts parts) {
        this.transaction = parts.transaction();
        this.slot = slot;
        this.deadline = parts.deadline();
        this.branches = parts.branches();
        this.lifecycle = parts.lifecycle();
        this.synchronizations = parts.synchronizations();
        this.values = parts.values();
        this.environment = parts.environment();
        this.before = new BeforeCompletion(parts);
    }

    @Override
    public Told commit() {
        before.tellAll();
        RollbackCause cause = lifecycle.startEnding();
        return end(
                "its commit has begun",
                steps -> cause == null ? steps.commit() : steps.rollback(cause.reason(), cause.why()));
    }

    @Override
    public Told rollback(RollbackCause why) {
        RollbackCause first = lifecycle.cause();
        RollbackCause cause = first == null ? why : first;
        return end(cause.why(), steps -> steps.rollback(cause.reason(), cause.why()));
    }

    private Told end(String why, Function<Completion, Told> steps) {
        Told told;
        try {
            told = steps.apply(begin(why));
        } catch (RuntimeException | Error broken) { // the outer edge: whoever waits for this end must hear of one
            LOG.error("{}: its end failed unexpectedly", transaction, broken);
            unexpected = broken;
            lifecycle.status(Status.STATUS_UNKNOWN);
            told = new Told(Told.Kind.UNKNOWN, Reason.NONE, "its end failed unexpectedly: " + broken);
            leaveToTheGroup();
        }
        lifecycle.ended(told);
        synchronizations.after(lifecycle.status(), transaction);
        values.clear();
        return told;
    }

    /**
     * What was done is not known here, so nothing that may be prepared is rolled back here. The ledger decides ABORT unless
     * it has decided already, the agents end what is prepared, and the session's watermark can go on.
     */
    private void leaveToTheGroup() {
        for (Enlistment branch : branches.freeze("its end has failed")) {
            branch.release();
        }
        SessionCommand.Decide abort =
                new SessionCommand.Decide(slot.gtrid(), Decision.ABORT, Reason.OWNER_FAILED, List.of());
        slot.decide(abort).whenComplete((outcome, closed) -> slot.close());
    }

    private Completion begin(String why) {
        Completion begun = new Completion(
                slot, deadline, branches.freeze(why), transaction.isHandedOut(), environment, lifecycle::status);
        completion = begun;
        return begun;
    }

    @Override
    public @Nullable Throwable thrown() {
        RollbackCause cause = lifecycle.cause();
        Completion end = completion;
        if (unexpected != null) {
            return unexpected;
        }
        return cause == null ? end == null ? null : end.thrown() : cause.exception();
    }

    @Override
    public void timeUp() {
        Completion end = completion;
        if (lifecycle.mark(new RollbackCause(Reason.TIMEOUT, deadline.inWords()))) {
            stopAndRollBack();
        } else if (end != null) {
            environment.workers().phases().tryRun(end::cancelVoting);
        }
    }

    /** First the cancel, so that no rollback waits for a statement, and on whichever pool has a thread free. */
    private void stopAndRollBack() {
        Workers workers = environment.workers();
        boolean begun = workers.phases().tryRun(() -> {
            cancelAll();
            workers.resolve(this::rollBackMarked);
        });
        if (!begun) {
            workers.resolve(() -> {
                cancelAll();
                rollBackMarked();
            });
        }
    }

    private void cancelAll() {
        branches.all().forEach(Enlistment::cancel);
    }

    /** If the application is in its commit, that thread finds the mark instead. */
    private void rollBackMarked() {
        RollbackCause cause = lifecycle.cause();
        if (cause != null && lifecycle.claimMarked()) {
            rollback(cause);
        }
    }
}
