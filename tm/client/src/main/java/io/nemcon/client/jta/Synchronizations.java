package io.nemcon.client.jta;

import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to hear before and after completion (JTA 2.0, Synchronization and TransactionSynchronizationRegistry):
 * interposed ones after the others before completion, and before them after it. Within a kind in the order of
 * registration. Thread-safe.
 */
final class Synchronizations {

    /** More than anybody needs; a synchronization that registers another one for ever is found by it. */
    static final int SYNCHRONIZATIONS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Synchronizations.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Synchronization> ordinary = new ArrayList<>(2);
    private final List<Synchronization> interposed = new ArrayList<>(2);
    private int ordinaryDone;
    private int interposedDone;

    boolean areSome() {
        lock.lock();
        try {
            return !ordinary.isEmpty() || !interposed.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void add(Synchronization synchronization, boolean asInterposed) {
        lock.lock();
        try {
            if (ordinary.size() + interposed.size() >= SYNCHRONIZATIONS_MAX) {
                throw new IllegalStateException(
                        "limit synchronizationsMax of " + SYNCHRONIZATIONS_MAX + " of one transaction reached");
            }
            (asInterposed ? interposed : ordinary).add(synchronization);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next one to be told before completion, or null. One that was registered meanwhile has its turn: an ordinary one
     * before the interposed ones that are left.
     */
    @Nullable
    Synchronization nextBefore() {
        lock.lock();
        try {
            if (ordinaryDone < ordinary.size()) {
                return ordinary.get(ordinaryDone++);
            }
            return interposedDone < interposed.size() ? interposed.get(interposedDone++) : null;
        } finally {
            lock.unlock();
        }
    }

    /** Tells all of them, whatever each throws: the outcome stands (JTA 2.0, Synchronization). */
    void after(int status, NemconTransaction transaction) {
        for (Synchronization synchronization : inOrderAfter()) {
            try {
                synchronization.afterCompletion(status);
            } catch (RuntimeException | Error thrown) {
                LOG.error("{}: afterCompletion of {} threw", transaction, synchronization, thrown);
            }
        }
    }

    private List<Synchronization> inOrderAfter() {
        lock.lock();
        try {
            List<Synchronization> all = new ArrayList<>(interposed);
            all.addAll(ordinary);
            return all;
        } finally {
            lock.unlock();
        }
    }
}
