package io.nemcon.wire.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts: doubling from the least to the most, each shortened by up to a half. One thread only. */
final class Backoff {

    private final long minNanos;
    private final long maxNanos;
    private long nextNanos;

    Backoff(Duration min, Duration max) {
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
        this.nextNanos = minNanos;
    }

    long nextNanos() {
        long pause = nextNanos;
        nextNanos = Math.min(maxNanos, 2 * pause);
        return jitter(pause);
    }

    /** The longest pause, as after a refusal, which rarely mends itself quickly. */
    long longestNanos() {
        nextNanos = maxNanos;
        return jitter(maxNanos);
    }

    void reset() {
        nextNanos = minNanos;
    }

    private static long jitter(long pause) {
        return pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }
}
