package io.nemcon.server.raft;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which the listener and all callbacks are called, in the order in which steps were handed in.
 *
 * <p>Thread-safe. Raft's state machine thread {@link #feed}s it and waits while too much is waiting; everybody else
 * {@link #submit}s and never waits. It waits for nobody, so Raft's thread cannot wait in vain.
 */
final class ApplyThread {

    private static final Logger LOG = LoggerFactory.getLogger(ApplyThread.class);

    private final int bytesWaitingMax;
    private final int actionsWaitingMax;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private ArrayDeque<Step> waiting = new ArrayDeque<>();
    private long bytesWaiting;
    private int actionsWaiting;
    private boolean closing;
    private boolean ended;

    /** Whether the state machine is no longer to be touched. Apply thread only. */
    private boolean failed;

    /** What is done on the thread; what it counts for while it waits. */
    abstract static class Step {

        abstract void run();

        /** Instead of {@link #run}, once the log has failed: whoever waits for this step has to be told. */
        void abandon() {}

        long bytes() {
            return 0;
        }
    }

    /** An action that runs even after a failure. */
    private static final class Action extends Step {

        private final Runnable body;

        private Action(Runnable body) {
            this.body = body;
        }

        @Override
        void run() {
            body.run();
        }

        @Override
        void abandon() {
            body.run();
        }
    }

    /**
     * The thread is not started yet.
     *
     * @param onFailure told once, on the thread, of the first thing that a step threw
     */
    ApplyThread(String name, RaftLimits limits, Consumer<Throwable> onFailure) {
        this.bytesWaitingMax = limits.applyBytesWaitingMax();
        this.actionsWaitingMax = limits.actionsWaitingMax();
        this.onFailure = onFailure;
        this.thread = new Thread(this::loop, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Hands in a step, waiting while bytesWaitingMax are waiting. False if the thread has ended: abandoned already. */
    boolean feed(Step step) {
        lock.lock();
        try {
            while (bytesWaiting >= bytesWaitingMax && !ended) {
                room.awaitUninterruptibly();
            }
            if (add(step)) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        step.abandon();
        return false;
    }

    /** Hands in what others' limits keep in bounds: answers to proposals and reads, news. False if the thread has ended. */
    boolean submit(Runnable body) {
        lock.lock();
        try {
            return add(new Action(body));
        } finally {
            lock.unlock();
        }
    }

    /** Hands in an action of a user. False if it will not run: actionsWaitingMax are waiting, or the thread has ended. */
    boolean execute(Runnable body) {
        lock.lock();
        try {
            if (actionsWaiting >= actionsWaitingMax) {
                return false;
            }
            boolean added = add(new Action(() -> {
                done();
                body.run();
            }));
            actionsWaiting += added ? 1 : 0;
            return added;
        } finally {
            lock.unlock();
        }
    }

    private void done() {
        lock.lock();
        actionsWaiting--;
        lock.unlock();
    }

    private boolean add(Step step) {
        if (ended) {
            return false;
        }
        waiting.add(step);
        bytesWaiting += step.bytes();
        work.signal();
        return true;
    }

    /** From now on nothing of the state machine is touched. Apply thread only. */
    void fail(Throwable cause) {
        if (failed) {
            return;
        }
        failed = true;
        try {
            onFailure.accept(cause);
        } catch (Throwable e) {
            LOG.error("the listener failed when it was told that the log had", e);
        }
    }

    /** Runs what is waiting, and ends; returns then. Not for the apply thread itself. */
    void close() {
        lock.lock();
        try {
            closing = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        Uninterrupted.join(thread);
    }

    private void loop() {
        ArrayDeque<Step> taken = new ArrayDeque<>();
        while (true) {
            taken = exchange(taken);
            if (taken.isEmpty()) {
                return;
            }
            for (Step step = taken.poll(); step != null; step = taken.poll()) {
                take(step);
            }
        }
    }

    /** Waits for work; gives an empty queue for what was waiting. Empty only at the end. */
    private ArrayDeque<Step> exchange(ArrayDeque<Step> empty) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                work.awaitUninterruptibly();
            }
            if (waiting.isEmpty()) {
                ended = true;
                room.signalAll();
                return waiting;
            }
            ArrayDeque<Step> full = waiting;
            waiting = empty;
            return full;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private void take(Step step) {
        try {
            if (failed) {
                step.abandon();
            } else {
                step.run();
            }
        } catch (Throwable e) {
            if (failed) {
                LOG.error("one more thing failed after the log had", e);
            }
            fail(e);
        } finally {
            release(step.bytes());
        }
    }

    private void release(long bytes) {
        if (bytes == 0) {
            return;
        }
        lock.lock();
        try {
            bytesWaiting -= bytes;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
