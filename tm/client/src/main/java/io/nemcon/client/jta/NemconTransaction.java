package io.nemcon.client.jta;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.client.branch.Enlister.BranchFactory;
import io.nemcon.client.context.TransactionContext;
import io.nemcon.client.session.TransactionSlot;
import io.nemcon.core.commit.Told;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Reason;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * One global transaction (JTA 2.0, Transaction). Thread-safe: the application's threads and the timeout may meet here, and
 * {@link Lifecycle} says who ends it; whoever comes late is told what really happened (scenario 93).
 */
public class NemconTransaction implements Transaction {

    private final Gtrid gtrid;
    private final ThreadTransactions threads;
    private final Deadline deadline;
    private final Lifecycle lifecycle;
    private final BranchList branches;
    private final XaEnlisting xa;
    private final Synchronizations synchronizations = new Synchronizations();
    private final Values values = new Values();
    private final Context context = new Context();
    private final End ending;

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock: threads that have it as theirs. */
    private int associations;

    /** Somebody was told how it ended, so no thread must hear of it any more. */
    private volatile boolean acknowledged;

    /** Whether other processes may have joined it. */
    private volatile boolean handedOut;

    /**
     * @param place of this process's session in it, see {@link BranchList}
     * @param end who ends it
     */
    NemconTransaction(Gtrid gtrid, int place, Deadline deadline, Environment environment, Function<Parts, End> end) {
        this.gtrid = gtrid;
        this.threads = environment.threads();
        this.deadline = deadline;
        this.lifecycle = new Lifecycle(environment.host(), gtrid);
        this.branches =
                new BranchList(environment.host(), gtrid, environment.config().branchesMax(), place);
        this.xa = new XaEnlisting(environment.host(), branches);
        this.ending = end.apply(new Parts(this, deadline, branches, lifecycle, synchronizations, values, environment));
    }

    /** One that begins here. */
    static NemconTransaction begun(TransactionSlot slot, Deadline deadline, Environment environment) {
        NemconTransaction begun =
                new NemconTransaction(slot.gtrid(), 0, deadline, environment, parts -> new Ending(slot, parts));
        slot.onTimeout(begun.ending::timeUp); // not before it is whole, for from then on other threads know it
        return begun;
    }

    public final Gtrid gtrid() {
        return gtrid;
    }

    /**
     * Its context, for other processes, which may join it from now on.
     *
     * @throws IllegalStateException if its end has begun
     */
    TransactionContext handOut() {
        handedOut = true; // first: whoever ends it looks at this after it has begun
        requireBeforeEnd("its context can't be handed out");
        return new TransactionContext(gtrid, Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft())));
    }

    /** Whether other processes may have joined it. */
    boolean isHandedOut() {
        return handedOut;
    }

    @Override
    public int getStatus() {
        return lifecycle.status();
    }

    /** Commits on the calling thread; a thread's association with it ends at the transaction manager. */
    @Override
    public void commit()
            throws RollbackException, HeuristicMixedException, HeuristicRollbackException, SystemException {
        switch (lifecycle.claimCommit()) {
            case MINE -> verdict(ending.commit()).throwForCommit();
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
            case MINE -> verdict(ending.rollback(why)).throwForRollback();
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
        return new Verdict(gtrid(), told, ending.thrown());
    }

    /** Where it rolls back already there is nothing to be done. */
    @Override
    public void setRollbackOnly() {
        RollbackCause why = new RollbackCause(Reason.APPLICATION, "it was marked for rollback by the application");
        if (!lifecycle.mark(why) && (acknowledged || !lifecycle.isRollingBack())) {
            throw new IllegalStateException("tx " + gtrid() + " can't be marked for rollback: its end has begun");
        }
    }

    @Override
    public void registerSynchronization(Synchronization synchronization) throws RollbackException {
        Objects.requireNonNull(synchronization, "synchronization");
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
        Objects.requireNonNull(resource, "resource");
        requireBeforeEnd("a resource can't be enlisted");
        refuseIfMarked();
        try {
            RollbackCause cause = xa.enlist(resource, context);
            if (cause != null) {
                lifecycle.mark(cause);
                throw rolledBack(cause);
            }
            return true;
        } catch (SystemException refused) {
            refuseIfMarked(); // it may have been meanwhile, and that is what counts then
            requireBeforeEnd("a resource can't be enlisted");
            throw refused;
        }
    }

    /** True if the resource does not work for it any more; false if it did not, or if its driver can't suspend. */
    @Override
    public boolean delistResource(XAResource resource, int flag) throws SystemException {
        Objects.requireNonNull(resource, "resource");
        requireBeforeEnd("a resource can't be delisted");
        XaEnlisting.Delisted delisted = xa.delist(resource, flag);
        RollbackCause failed = delisted.cause();
        if (failed != null) {
            lifecycle.mark(failed);
        }
        return delisted.done();
    }

    /** The branch of this resource, opened if there is none. */
    Branch enlist(ResourceName resource, BranchFactory factory) throws SQLException {
        context.requireActive();
        return branches.enlist(resource, resource, factory, context).branch();
    }

    private void requireBeforeEnd(String what) {
        if (!lifecycle.beforeEnd()) {
            RollbackCause cause = lifecycle.cause();
            throw new IllegalStateException("tx " + gtrid() + ": " + what + ": "
                    + (cause == null ? "its end has begun, or it is over" : cause.why()));
        }
    }

    private void refuseIfMarked() throws RollbackException {
        RollbackCause cause = lifecycle.cause();
        if (cause != null) {
            throw rolledBack(cause);
        }
    }

    private RolledBackException rolledBack(RollbackCause cause) {
        return new RolledBackException(
                "tx " + gtrid() + " can only roll back: " + cause.why(), cause.reason(), cause.exception());
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
        if (!values.put(key, value)) {
            throw cleared();
        }
    }

    @Nullable
    Object value(Object key) {
        if (values.isCleared()) {
            throw cleared();
        }
        return values.get(key);
    }

    private IllegalStateException cleared() {
        RollbackCause cause = lifecycle.cause();
        return new IllegalStateException(
                "tx " + gtrid() + " keeps no values any more: " + (cause == null ? "it is over" : cause.why()));
    }

    /** Whether it is over and its application knows: then it is nobody's transaction any more. */
    boolean isBehind() {
        return acknowledged && isOver();
    }

    /** Whether it began here, and not with another client of this process. */
    boolean isOf(ThreadTransactions one) {
        return threads == one;
    }

    boolean isOver() {
        return lifecycle.told() != null;
    }

    boolean isRollingBack() {
        return lifecycle.isRollingBack();
    }

    @Override
    public String toString() {
        return "tx " + gtrid();
    }

    private final class Context implements BranchContext {

        @Override
        public long millisLeft() {
            return TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft());
        }

        @Override
        public void requireActive() throws SQLException {
            if (deadline.nanosLeft() <= 0 && lifecycle.status() == Status.STATUS_ACTIVE) {
                ending.timeUp();
            }
            String refusal = lifecycle.refusalOfWork();
            if (refusal != null) {
                throw new SQLTransactionRollbackException(refusal, "40000");
            }
        }

        @Override
        public void setRollbackOnly(String why, Throwable cause) {
            lifecycle.mark(new RollbackCause(Reason.APPLICATION, why, cause));
        }
    }
}
