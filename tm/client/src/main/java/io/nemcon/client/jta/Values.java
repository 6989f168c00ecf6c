package io.nemcon.client.jta;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What libraries keep with one transaction (JTA 2.0, 3.6), until its synchronizations have heard of its end: then it is
 * cleared, so that nothing of it outlives the transaction. Thread-safe, for several threads may have one transaction.
 */
final class Values {

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock; null while there is none. */
    private @Nullable Map<Object, @Nullable Object> values;

    private boolean cleared;

    /** False if it is cleared. */
    boolean put(Object key, @Nullable Object value) {
        lock.lock();
        try {
            if (cleared) {
                return false;
            }
            if (values == null) {
                values = new HashMap<>();
            }
            values.put(key, value);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Object get(Object key) {
        lock.lock();
        try {
            return values == null ? null : values.get(key);
        } finally {
            lock.unlock();
        }
    }

    boolean isCleared() {
        lock.lock();
        try {
            return cleared;
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            cleared = true;
            values = null;
        } finally {
            lock.unlock();
        }
    }
}
