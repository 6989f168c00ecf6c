package io.nemcon.client.jta;

import java.util.concurrent.TimeUnit;

/**
 * When a transaction's time is over. Immutable.
 *
 * @param timeoutMs how long it had
 * @param atNanos by {@link System#nanoTime}
 */
record Deadline(long timeoutMs, long atNanos) {

    private static final long MS_A_SECOND = 1_000;

    static Deadline in(long timeoutMs) {
        return new Deadline(timeoutMs, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs));
    }

    long nanosLeft() {
        return atNanos - System.nanoTime();
    }

    /** For messages, to follow a colon. */
    String inWords() {
        return "it timed out after "
                + (timeoutMs % MS_A_SECOND == 0 ? timeoutMs / MS_A_SECOND + " s" : timeoutMs + " ms");
    }
}
