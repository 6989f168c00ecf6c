package io.nemcon.client.session;

import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts: doubling up to a limit, half of each by chance. One owner at a time. */
final class Backoff {

    private static final long FIRST_MS = 10;
    private static final long LONGEST_MS = 2_000;

    private long nextMs = FIRST_MS;

    long nextMillis() {
        long base = nextMs;
        nextMs = Math.min(LONGEST_MS, base * 2);
        return base / 2 + ThreadLocalRandom.current().nextLong(base / 2 + 1);
    }

    void reset() {
        nextMs = FIRST_MS;
    }
}
