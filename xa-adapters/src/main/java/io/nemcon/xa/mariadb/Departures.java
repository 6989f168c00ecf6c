package io.nemcon.xa.mariadb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Since when connections are known to be gone. A moment after a connection is gone InnoDB lets go of its branch, and before
 * that {@code XA COMMIT} from elsewhere is answered as done, does nothing, and leaves the branch in no list until the server
 * is restarted. That moment cannot be seen safely: a server that was asked for INNODB_TRX right then died. So a branch
 * is left alone for a while. Should that be too short, the branch's row shows it, so nothing false is told. Thread-safe.
 */
final class Departures {

    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int REMEMBERED_MAX = 10_000;

    private final LongSupplier nanoTime;
    private final Map<Owner, Long> goneSinceNanos = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Owner, Long> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    Departures() {
        this(System::nanoTime);
    }

    /** @param nanoTime what {@link System#nanoTime} answers */
    Departures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void seenAlive(Owner owner) {
        goneSinceNanos.remove(owner);
    }

    /** It was seen to be gone just now. Whether it has been for long enough. */
    synchronized boolean seenGone(Owner owner) {
        long nowNanos = nanoTime.getAsLong();
        Long since = goneSinceNanos.putIfAbsent(owner, nowNanos);
        return since != null && nowNanos - since >= QUIET_NANOS;
    }
}
