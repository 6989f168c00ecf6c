package io.nemcon.client.jta;

import io.nemcon.node.host.Host;
import java.util.concurrent.TimeUnit;

/**
 * When a transaction's time is over. Immutable.
 *
 * @param host whose clock counts
 * @param timeoutMs how long it had
 * @param atNanos by {@link Host#nanoTime}
 */
record Deadline(Host host, long timeoutMs, long atNanos) {

    private static final long MS_A_SECOND = 1_000;

    static Deadline in(long timeoutMs, Host host) {
        return new Deadline(host, timeoutMs, host.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs));
    }

    long nanosLeft() {
        return atNanos - host.nanoTime();
    }

    /** For messages, to follow a colon. */
    String inWords() {
        return "it timed out after "
                + (timeoutMs % MS_A_SECOND == 0 ? timeoutMs / MS_A_SECOND + " s" : timeoutMs + " ms");
    }
}
