package io.nemcon.node;

import io.nemcon.node.host.Host;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time that a leader puts into its entries: that of its wall clock when the process began, gone on by its monotonic clock
 * since. It is the ledger's only time. If it stood still because somebody sets the leader's clock back by an hour, agents
 * would wait as long for owners to finish; if it followed one that is set a week ahead for a moment, outcomes would be
 * forgotten before their time (scenario 85). So it never goes back nor stands still, and follows a wall clock that is ahead
 * by a tenth of the time that passes, as clocks are slewed. Thread-safe.
 */
final class EntryTime {

    /** One millisecond is caught up in so many. */
    private static final long SLEW = 10;

    /** At that moment of the monotonic clock it was so late. */
    private record Reading(long millis, long atNanos) {

        long at(long nanos) {
            return millis + TimeUnit.NANOSECONDS.toMillis(nanos - atNanos);
        }

        /** How far it may have caught up with a clock that is ahead. */
        long slewedBy(long nanos) {
            return TimeUnit.NANOSECONDS.toMillis(nanos - atNanos) / SLEW;
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
        long wallMillis = host.currentTimeMillis();
        long nanos = host.nanoTime();
        return reading.updateAndGet(last -> {
                    long most = last.at(nanos) + last.slewedBy(nanos);
                    return Math.min(wallMillis, most) > last.at(nanos)
                            ? new Reading(Math.min(wallMillis, most), nanos)
                            : last;
                })
                .at(nanos);
    }

    /** It is not earlier than that, whatever the clocks here say: an entry was of that time. Returns how late it is. */
    long atLeast(long millis) {
        long nanos = host.nanoTime();
        return reading.updateAndGet(last -> last.at(nanos) >= millis ? last : new Reading(millis, nanos))
                .at(nanos);
    }
}
