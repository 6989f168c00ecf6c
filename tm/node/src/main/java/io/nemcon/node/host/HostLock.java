package io.nemcon.node.host;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A re-entrant lock that may be held while its owner waits, for a database say: whoever wants it meanwhile waits on the
 * host. Not fair; waiting for it is not interruptible, an interrupt is kept for later. Thread-safe.
 */
public final class HostLock {

    private final Host host;
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

    /** How often the owner has it beyond the first time. Owner only. */
    private int again;

    public HostLock(Host host) {
        this.host = host;
    }

    public void lock() {
        Thread self = Thread.currentThread();
        if (owner.get() == self) {
            again++;
            return;
        }
        while (!owner.compareAndSet(null, self)) {
            awaitUnlock();
        }
    }

    /** First in line, then a look: so either this thread sees that it is free, or whoever frees it sees this thread. */
    private void awaitUnlock() {
        CompletableFuture<Void> unlocked = new CompletableFuture<>();
        waiting.add(unlocked);
        if (owner.get() == null) {
            waiting.remove(unlocked);
        } else {
            host.awaitDone(unlocked);
        }
    }

    /** @throws IllegalMonitorStateException if the calling thread does not have it */
    public void unlock() {
        if (owner.get() != Thread.currentThread()) {
            throw new IllegalMonitorStateException(
                    Thread.currentThread().getName() + " unlocks what it has not locked");
        }
        if (again > 0) {
            again--;
            return;
        }
        owner.set(null);
        CompletableFuture<Void> next = waiting.poll();
        if (next != null) {
            next.complete(null);
        }
    }
}
