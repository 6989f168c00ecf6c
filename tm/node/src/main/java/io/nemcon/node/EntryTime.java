package io.nemcon.node;

import io.nemcon.node.host.Host;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time that a leader puts into its entries: that of its wall clock, but never going back, nor slower than its monotonic
 * clock. It is the ledger's only time; if it stood still because somebody sets the leader's clock back by an hour, agents
 * would wait as long for owners to finish (scenario 85). Thread-safe.
 */
final class EntryTime {

    /** At that moment of the monotonic clock it was so late. */
    private record Reading(long millis, long atNanos) {

        long at(long nanos) {
            return millis + TimeUnit.NANOSECONDS.toMillis(nanos - atNanos);
        }
    }

    private final Host host;
    private final AtomicReference<Reading> reading;

    EntryTime(Host host) {
        this.host = host;
        this.reading = new AtomicReference<>(new Reading(host.currentTimeMillis(), host.nanoTime()));
    }

    /** Since 1970, about. */
    long millis() {
        return atLeast(host.currentTimeMillis());
    }

    /** It is not earlier than that, whatever the clocks here say: an entry was of that time. Returns how late it is. */
    long atLeast(long millis) {
        long nanos = host.nanoTime();
        return reading.updateAndGet(last -> last.at(nanos) >= millis ? last : new Reading(millis, nanos))
                .at(nanos);
    }
}
