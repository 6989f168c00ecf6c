package io.nemcon.client.jta;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.client.branch.Enlister.BranchFactory;
import io.nemcon.client.session.Sessions;
import io.nemcon.client.session.TransactionSlot;
import io.nemcon.core.commit.Told;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Reason;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * One global transaction (JTA 2.0, Transaction). Thread-safe: the application's threads and the timeout may meet here, and
 * {@link Lifecycle} says who ends it; whoever comes late is told what really happened (scenario 93).
 */
public final class NemconTransaction implements Transaction {

    private final TransactionSlot slot;
    private final long deadlineNanos;
    private final long timeoutMs;
    private final Sessions sessions;
    private final Workers workers;
    private final Lifecycle lifecycle;
    private final BranchList branches;
    private final XaEnlisting xa;
    private final Synchronizations synchronizations = new Synchronizations();
    private final Context context = new Context();

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock: threads that have it as theirs. */
    private int associations;

    /** Guarded by the lock: the registry's values. */
    private final Map<Object, @Nullable Object> values = new HashMap<>(4);

    private volatile @Nullable Completion completion;

    /** Somebody was told how it ended, so no thread must hear of it any more. */
    private volatile boolean acknowledged;

    NemconTransaction(
            TransactionSlot slot,
            long timeoutMs,
            long deadlineNanos,
            Sessions sessions,
            Workers workers,
            JtaConfig config) {
        this.slot = slot;
        this.timeoutMs = timeoutMs;
        this.deadlineNanos = deadlineNanos;
        this.sessions = sessions;
        this.workers = workers;
        this.lifecycle = new Lifecycle(slot.gtrid());
        this.branches = new BranchList(slot.gtrid(), config.branchesMax());
        this.xa = new XaEnlisting(branches);
    }

    /** Listens for its timeout; apart from the constructor, for from then on other threads know it. */
    void start() {
        slot.onTimeout(this::onTimeout);
    }

    public Gtrid gtrid() {
        return slot.gtrid();
    }

    @Override
    public int getStatus() {
        return lifecycle.status();
    }

    /** Commits on the calling thread; a thread's association with it ends at the transaction manager. */
    @Override
    public void commit() throws RollbackException, HeuristicMixedException, SystemException {
        switch (lifecycle.claimCommit()) {
            case MINE -> verdict(commitMine()).throwForCommit();
            case ENDED_MEANWHILE -> verdict(told()).throwForCommit();
            case WAS_OVER -> {
                if (acknowledged) {
                    throw new IllegalStateException("tx " + gtrid() + " is over: " + told().kind());
                }
                verdict(told()).throwForCommit();
            }
        }
    }

    @Override
    public void rollback() throws SystemException {
        RollbackCause why = new RollbackCause(Reason.APPLICATION, "it was rolled back by the application");
        switch (lifecycle.claimRollback(why)) {
            case MINE -> verdict(rollBackMine(why)).throwForRollback();
            case ENDED_MEANWHILE -> verdict(told()).throwForRollback();
            case WAS_OVER -> {
                if (acknowledged) {
                    throw new IllegalStateException("tx " + gtrid() + " is over: " + told().kind());
                }
                verdict(told()).throwForRollback();
            }
        }
    }

    private Told told() {
        Told told = lifecycle.told();
        if (told == null) {
            throw new IllegalStateException("tx " + gtrid() + " is not over");
        }
        return told;
    }

    private Verdict verdict(Told told) {
        acknowledged = true;
        return new Verdict(gtrid(), told, lifecycle.cause());
    }

    private Told commitMine() {
        runBeforeCompletion();
        RollbackCause cause = lifecycle.startEnding();
        Completion end = newCompletion("its commit has begun");
        return ended(cause == null ? end.commit() : end.rollback(cause.reason(), cause.why()));
    }

    private Told rollBackMine(RollbackCause why) {
        RollbackCause first = lifecycle.cause();
        RollbackCause cause = first == null ? why : first;
        return ended(newCompletion(cause.why()).rollback(cause.reason(), cause.why()));
    }

    private Completion newCompletion(String why) {
        List<Enlistment> frozen = branches.freeze("tx " + gtrid() + " takes no more work: " + why);
        Completion made = new Completion(slot, deadlineNanos, frozen, sessions, workers, lifecycle::status);
        completion = made;
        return made;
    }

    private Told ended(Told told) {
        lifecycle.ended(told);
        synchronizations.after(lifecycle.status(), "tx " + gtrid());
        return told;
    }

    private void runBeforeCompletion() {
        while (lifecycle.cause() == null) { // a marked transaction is only rolled back
            Synchronization next = synchronizations.nextBefore();
            if (next == null) {
                return;
            }
            try {
                next.beforeCompletion();
            } catch (RuntimeException | Error thrown) { // JTA 2.0, Synchronization: unchecked ones mark it
                lifecycle.mark(new RollbackCause(Reason.APPLICATION, "beforeCompletion threw " + thrown, thrown));
            }
        }
    }

    /** On the timer's thread, and again every second until the end. */
    private void onTimeout() {
        boolean marked = lifecycle.mark(new RollbackCause(Reason.TIMEOUT, "it timed out after " + timeoutMs + " ms"));
        Completion end = completion;
        if (marked) {
            workers.phases().tryRun(() -> branches.all().forEach(Enlistment::cancel));
            workers.resolve(this::rollBackMarked);
        } else if (end != null) {
            workers.phases().tryRun(end::cancelVoting);
        }
    }

    /** If the application is in its commit, that thread finds the mark instead. */
    private void rollBackMarked() {
        RollbackCause cause = lifecycle.cause();
        if (cause != null && lifecycle.claimMarked()) {
            rollBackMine(cause);
        }
    }

    @Override
    public void setRollbackOnly() {
        RollbackCause why = new RollbackCause(Reason.APPLICATION, "it was marked for rollback by the application");
        if (!lifecycle.mark(why)) {
            throw new IllegalStateException("tx " + gtrid() + " can't be marked for rollback: its end has begun");
        }
    }

    @Override
    public void registerSynchronization(Synchronization synchronization) throws RollbackException {
        requireBeforeEnd("a synchronization can't be registered");
        refuseIfMarked();
        synchronizations.add(synchronization, false);
    }

    /** Interposed (JTA 2.0, TransactionSynchronizationRegistry): allowed also when it is marked for rollback. */
    void registerInterposed(Synchronization synchronization) {
        requireBeforeEnd("a synchronization can't be registered");
        synchronizations.add(synchronization, true);
    }

    @Override
    public boolean enlistResource(XAResource resource) throws RollbackException, SystemException {
        requireBeforeEnd("a resource can't be enlisted");
        refuseIfMarked();
        return xa.enlist(resource, context);
    }

    @Override
    public boolean delistResource(XAResource resource, int flag) throws SystemException {
        requireBeforeEnd("a resource can't be delisted");
        RollbackCause failed = xa.delist(resource, flag);
        if (failed != null) {
            lifecycle.mark(failed);
        }
        return xa.isEnlisted(resource);
    }

    /** The branch of this resource, opened if there is none. */
    Branch enlist(ResourceName resource, BranchFactory factory) throws SQLException {
        context.requireActive();
        return branches.enlist(resource, resource, factory, context).branch();
    }

    private void requireBeforeEnd(String what) {
        if (!lifecycle.beforeEnd()) {
            throw new IllegalStateException("tx " + gtrid() + ": " + what + ": its end has begun, or it is over");
        }
    }

    private void refuseIfMarked() throws RollbackException {
        RollbackCause cause = lifecycle.cause();
        if (cause != null) {
            throw Verdict.rollbackException("tx " + gtrid() + " can only roll back: " + cause.why(), cause.exception());
        }
    }

    /** Some thread has it as its own from now on. Branches that were parked work again. */
    void associate() {
        lock.lock();
        try {
            associations++;
            if (associations > 1) {
                return;
            }
        } finally {
            lock.unlock();
        }
        branches.all().forEach(Enlistment::resume);
    }

    /** A thread has suspended it: with the last one its branches are parked. */
    void dissociate() {
        lock.lock();
        try {
            associations--;
            if (associations > 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        branches.all().forEach(Enlistment::suspend);
    }

    void putValue(Object key, @Nullable Object value) {
        lock.lock();
        try {
            values.put(key, value);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Object value(Object key) {
        lock.lock();
        try {
            return values.get(key);
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is over and its application knows: then it is nobody's transaction any more. */
    boolean isBehind() {
        return acknowledged && isOver();
    }

    boolean isOver() {
        return lifecycle.told() != null;
    }

    boolean isMarked() {
        return lifecycle.cause() != null;
    }

    @Override
    public String toString() {
        return "tx " + gtrid();
    }

    private final class Context implements BranchContext {

        @Override
        public long millisLeft() {
            return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        }

        @Override
        public void requireActive() throws SQLException {
            if (deadlineNanos - System.nanoTime() <= 0 && lifecycle.status() == Status.STATUS_ACTIVE) {
                onTimeout();
            }
            String refusal = lifecycle.refusalOfWork();
            if (refusal != null) {
                throw new SQLTransactionRollbackException(refusal, "40000");
            }
        }
    }
}
