package io.nemcon.client.group;

import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts: doubling up to a limit, half of each by chance. One owner at a time. */
public final class Backoff {

    private final long longestMs;
    private long nextMs;

    public Backoff(long firstMs, long longestMs) {
        this.nextMs = firstMs;
        this.longestMs = longestMs;
    }

    public long nextMillis() {
        long base = nextMs;
        nextMs = Math.min(longestMs, base * 2);
        return base / 2 + ThreadLocalRandom.current().nextLong(base / 2 + 1);
    }
}
