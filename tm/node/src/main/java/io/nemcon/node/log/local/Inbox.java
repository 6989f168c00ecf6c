package io.nemcon.node.log.local;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The bounded way in to the apply thread: many threads offer, one polls and parks while there is nothing. */
final class Inbox {

    static final int LIMIT_MAX = 1 << 26;

    private static final long LINGER_NANOS = 20_000;

    /** Added to the count when the inbox is sealed, so that it is negative ever after. */
    private static final int SEALED = Integer.MIN_VALUE / 2;

    enum Offer {
        TAKEN,
        FULL,
        SEALED
    }

    private final Queue<Work> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Thread parked;
    private volatile boolean closing;
    private volatile boolean snapshotAsked;

    /** Any thread. What was taken will be polled or given to {@link #seal}. */
    Offer offer(Work work, int limit) {
        int count;
        do {
            count = waiting.get();
            if (count < 0) {
                return Offer.SEALED;
            }
            if (count >= limit) {
                return Offer.FULL;
            }
        } while (!waiting.compareAndSet(count, count + 1));
        queue.add(work);
        wake();
        return Offer.TAKEN;
    }

    /** Any thread: lets {@link #awaitWork} return. */
    void wake() {
        Thread sleeper = parked;
        if (sleeper != null) {
            parked = null;
            LockSupport.unpark(sleeper);
        }
    }

    /** Apply thread. Whoever polls reports the count by {@link #taken}. */
    @Nullable
    Work poll() {
        return queue.poll();
    }

    /** Apply thread: this many were polled. */
    void taken(int count) {
        if (count > 0) {
            waiting.addAndGet(-count);
        }
    }

    /** Any thread: asks for the end. */
    void close() {
        closing = true;
        wake();
    }

    boolean isClosing() {
        return closing;
    }

    /** Any thread: asks for a snapshot. */
    void askSnapshot() {
        snapshotAsked = true;
        wake();
    }

    /** Apply thread: whether a snapshot was asked for since the last call. */
    boolean pollSnapshotAsked() {
        if (!snapshotAsked) {
            return false;
        }
        snapshotAsked = false;
        return true;
    }

    /** Apply thread: returns at once if there is something to do here or elsewhere, else after a {@link #wake}. */
    void awaitWork(BooleanSupplier elsewhere) {
        if (lingers()) {
            return;
        }
        parked = Thread.currentThread();
        if (queue.isEmpty() && !closing && !snapshotAsked && !elsewhere.getAsBoolean()) {
            LockSupport.park(this);
        }
        parked = null;
    }

    /** Whether work came soon: after an answer the next request of the same thread often does, and a wake-up costs more. */
    private boolean lingers() {
        long untilNanos = System.nanoTime() + LINGER_NANOS;
        while (queue.isEmpty()) {
            if (closing || System.nanoTime() - untilNanos >= 0) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** Apply thread: takes nothing further, and hands over all that was taken and not polled. */
    void seal(Consumer<Work> rest) {
        int promised = waiting.getAndAdd(SEALED);
        while (promised > 0) {
            Work work = queue.poll();
            if (work == null) {
                Thread.onSpinWait(); // counted, and about to be added
                continue;
            }
            promised--;
            rest.accept(work);
        }
    }
}
