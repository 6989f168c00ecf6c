package io.nemcon.client.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long this side may count on its session (design section 4): from the sending of the newest heartbeat that was
 * acknowledged, less a bound for clocks that run at different speeds. Times are nanoseconds of one monotonic clock, handed
 * in. Thread-safe.
 */
final class Lease {

    /** This share of the ttl is given up, so that a clock slower by a tenth still ends here before it ends there. */
    static final int DRIFT_PERCENT = 15;

    private final long lengthNanos;
    private final AtomicLong endNanos;

    /** A lease that was granted to a request sent at that time. */
    Lease(long ttlNanos, long sentNanos) {
        this.lengthNanos = ttlNanos / 100 * (100 - DRIFT_PERCENT);
        this.endNanos = new AtomicLong(sentNanos + lengthNanos);
    }

    /** The heartbeat sent at that time was acknowledged. Acknowledgements may come in any order. */
    void renewed(long sentNanos) {
        endNanos.accumulateAndGet(sentNanos + lengthNanos, (old, offered) -> offered - old > 0 ? offered : old);
    }

    /** Negative when it is over: then the session may have ended. */
    long leftNanos(long nowNanos) {
        return endNanos.get() - nowNanos;
    }
}
