package io.nemcon.client.jta;

import io.nemcon.core.commit.Told;
import io.nemcon.core.id.Gtrid;
import io.nemcon.node.host.Host;
import jakarta.transaction.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where one transaction is, and who may end it: the application's threads and the timeout race for it here. Thread-safe.
 *
 * <pre>
 * ACTIVE             -commit->                  BEFORE_COMPLETION
 *                    -rollback, timeout->       ENDING
 * BEFORE_COMPLETION  -synchronizations told->   ENDING
 * ENDING             -ended->                   DONE
 * </pre>
 *
 * Up to ENDING it may be marked: then it can only roll back, for the first cause given. An exception that comes later
 * explains one that had none.
 */
final class Lifecycle {

    private enum Stage {
        ACTIVE,
        BEFORE_COMPLETION,
        ENDING,
        DONE
    }

    /** What a thread that wants to end the transaction finds. */
    enum Claim {
        /** It is this thread's to end. */
        MINE,
        /** Another thread was at it, and has ended it meanwhile. */
        ENDED_MEANWHILE,
        /** It was over before. */
        WAS_OVER
    }

    private final Host host;
    private final Gtrid gtrid;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Stage stage = Stage.ACTIVE;
    private @Nullable Thread endedBy;
    private @Nullable RollbackCause cause;
    private @Nullable Told told;
    private volatile int status = Status.STATUS_ACTIVE;

    Lifecycle(Host host, Gtrid gtrid) {
        this.host = host;
        this.gtrid = gtrid;
    }

    /** The JTA status. */
    int status() {
        return status;
    }

    void status(int next) {
        status = next;
    }

    /** Marks it for rollback; false if its end has begun. */
    boolean mark(RollbackCause why) {
        lock.lock();
        try {
            return markLocked(why);
        } finally {
            lock.unlock();
        }
    }

    private boolean markLocked(RollbackCause why) {
        if (stage != Stage.ACTIVE && stage != Stage.BEFORE_COMPLETION) {
            return false;
        }
        if (cause == null) {
            cause = why;
            status = Status.STATUS_MARKED_ROLLBACK;
        } else {
            cause = cause.explainedBy(why);
        }
        return true;
    }

    /** Why it can only roll back, or null. */
    @Nullable
    RollbackCause cause() {
        lock.lock();
        try {
            return cause;
        } finally {
            lock.unlock();
        }
    }

    /** Null before its end. */
    @Nullable
    Told told() {
        lock.lock();
        try {
            return told;
        } finally {
            lock.unlock();
        }
    }

    /**
     * To commit. If it is mine, {@link #startEnding} comes next.
     *
     * @throws IllegalStateException if this very transaction's commit calls it, or another commit has begun
     */
    Claim claimCommit() {
        lock.lock();
        try {
            if (stage == Stage.BEFORE_COMPLETION) {
                throw new IllegalStateException("tx " + gtrid + ": its commit has begun already");
            }
            if (stage == Stage.ACTIVE) {
                stage = Stage.BEFORE_COMPLETION;
                endedBy = Thread.currentThread();
                return Claim.MINE;
            }
            if (isOver()) {
                return Claim.WAS_OVER;
            }
        } finally {
            lock.unlock();
        }
        return awaitEnd();
    }

    /** Synchronizations were told. The cause if it must roll back; null if it may commit. */
    @Nullable
    RollbackCause startEnding() {
        lock.lock();
        try {
            becomeEnding(cause == null ? Status.STATUS_PREPARING : Status.STATUS_ROLLING_BACK);
            return cause;
        } finally {
            lock.unlock();
        }
    }

    /**
     * To roll back. If it is mine it is in its end.
     *
     * @throws IllegalStateException if this very transaction's end calls it
     */
    Claim claimRollback(RollbackCause why) {
        lock.lock();
        try {
            if (stage == Stage.ACTIVE) {
                markLocked(why);
                becomeEnding(Status.STATUS_ROLLING_BACK);
                return Claim.MINE;
            }
            if (stage == Stage.BEFORE_COMPLETION && endedBy != Thread.currentThread()) {
                markLocked(why); // the committing thread finds it in time, and rolls back
            }
            if (isOver()) {
                return Claim.WAS_OVER;
            }
        } finally {
            lock.unlock();
        }
        return awaitEnd();
    }

    /** For the timeout: mine only if it is marked and nobody else is at it. Never waits. */
    boolean claimMarked() {
        lock.lock();
        try {
            if (stage != Stage.ACTIVE || cause == null) {
                return false;
            }
            becomeEnding(Status.STATUS_ROLLING_BACK);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void becomeEnding(int firstStatus) {
        stage = Stage.ENDING;
        endedBy = Thread.currentThread();
        status = firstStatus;
    }

    /** False if another thread is at its end; to be at it oneself is an error. Under the lock. */
    private boolean isOver() {
        if (stage != Stage.DONE && endedBy == Thread.currentThread()) {
            throw new IllegalStateException("tx " + gtrid + ": its end has begun and can't be begun from within");
        }
        return stage == Stage.DONE;
    }

    private Claim awaitEnd() {
        host.awaitDone(done); // the thread that is at it has bounds of its own
        return Claim.ENDED_MEANWHILE;
    }

    void ended(Told verdict) {
        lock.lock();
        try {
            told = verdict;
            stage = Stage.DONE;
        } finally {
            lock.unlock();
        }
        done.complete(null);
    }

    /** Why it takes no more work, in words; null if it does. */
    @Nullable
    String refusalOfWork() {
        if (status == Status.STATUS_ACTIVE) {
            return null;
        }
        lock.lock();
        try {
            if (cause != null) {
                return "tx " + gtrid + " takes no more work: " + cause.why();
            }
            return stage == Stage.DONE
                    ? "tx " + gtrid + " takes no more work: it is over"
                    : "tx " + gtrid + " takes no more work: its commit has begun";
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is marked for rollback, rolls back or has rolled back. */
    boolean isRollingBack() {
        int now = status;
        return now == Status.STATUS_MARKED_ROLLBACK
                || now == Status.STATUS_ROLLING_BACK
                || now == Status.STATUS_ROLLEDBACK;
    }

    /** Whether its end has not begun: synchronizations may still be registered. */
    boolean beforeEnd() {
        lock.lock();
        try {
            return stage == Stage.ACTIVE || stage == Stage.BEFORE_COMPLETION;
        } finally {
            lock.unlock();
        }
    }
}
