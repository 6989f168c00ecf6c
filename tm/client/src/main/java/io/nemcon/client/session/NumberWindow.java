package io.nemcon.client.session;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers handed out in rising order from 1, each open until it is closed; exact about the lowest open one. Thread-safe.
 *
 * <p>Open numbers are a linked list in rising order, so that opening, closing and the lowest are a few assignments under a
 * lock that is never held over anything else. {@link #lowest} reads without the lock: what it returns is never higher than
 * a number that is open or will be opened, and it never goes back.
 */
final class NumberWindow<S extends NumberWindow.Slot> {

    /** One number; the links belong to the window. */
    abstract static class Slot {
        private long number;
        private boolean open;
        private @Nullable Slot before;
        private @Nullable Slot after;

        /** The number, 0 before the slot was opened. */
        final long number() {
            return number;
        }
    }

    private final int openMax;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Slot first;
    private @Nullable Slot last;
    private long next = 1;

    /** Guarded by the lock. */
    private int size;

    private volatile long lowest = 1;

    /** @param openMax how many may be open at once */
    NumberWindow(int openMax) {
        this.openMax = openMax;
    }

    /** Gives the slot the next number; false if as many as may be are open. A slot is opened once. */
    boolean open(S slot) {
        Slot opening = slot;
        lock.lock();
        try {
            if (size >= openMax) {
                return false;
            }
            opening.number = next++;
            opening.open = true;
            opening.before = last;
            if (last == null) {
                first = opening;
            } else {
                last.after = opening;
            }
            last = opening;
            size++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Closes it; false if it was closed before. */
    boolean close(S slot) {
        Slot closing = slot;
        lock.lock();
        try {
            if (!closing.open) {
                return false;
            }
            closing.open = false;
            unlink(closing);
            size--;
            lowest = first == null ? next : first.number;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void unlink(Slot slot) {
        if (slot.before == null) {
            first = slot.after;
        } else {
            slot.before.after = slot.after;
        }
        if (slot.after == null) {
            last = slot.before;
        } else {
            slot.after.before = slot.before;
        }
        slot.before = null;
        slot.after = null;
    }

    /** The lowest open number, or the next one if none is open. */
    long lowest() {
        return lowest;
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the number was handed out at some time. */
    boolean wasOpened(long number) {
        lock.lock();
        try {
            return number < next;
        } finally {
            lock.unlock();
        }
    }

    /** Shows every open slot, lowest first, under the lock: the visitor must be quick and must not come back here. */
    @SuppressWarnings("unchecked") // only open() links slots, and it takes nothing but S
    void forEachOpen(Consumer<? super S> visitor) {
        lock.lock();
        try {
            for (Slot slot = first; slot != null; slot = slot.after) {
                visitor.accept((S) slot);
            }
        } finally {
            lock.unlock();
        }
    }
}
