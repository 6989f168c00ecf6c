package io.nemcon.client.group;

import io.nemcon.node.host.Host;

/** Pauses between attempts: doubling up to a limit, half of each by chance. One owner at a time. */
public final class Backoff {

    private final Host host;
    private final long longestMs;
    private long nextMs;

    public Backoff(Host host, long firstMs, long longestMs) {
        this.host = host;
        this.nextMs = firstMs;
        this.longestMs = longestMs;
    }

    public long nextMillis() {
        long base = nextMs;
        nextMs = Math.min(longestMs, base * 2);
        return base / 2 + Math.floorMod(host.randomLong(), base / 2 + 1);
    }
}
