package io.nemcon.server.raft;

import java.time.Duration;

/**
 * When a node takes a snapshot, and purges the entries that it makes dispensable. Immutable.
 *
 * @param interval at the latest so long after the one before, if anything was applied since; whole seconds
 * @param entries after so many entries
 * @param bytes after so many bytes of entries
 */
public record SnapshotPolicy(Duration interval, long entries, long bytes) {

    public SnapshotPolicy {
        if (interval.toSeconds() < 1 || entries < 1 || bytes < 1) {
            throw new IllegalArgumentException("a snapshot interval of " + interval + ", after " + entries
                    + " entries or " + bytes + " bytes: each has to be at least 1 (second)");
        }
    }

    /** Ten minutes, 200,000 entries or 256 MiB. */
    public static SnapshotPolicy standard() {
        return new SnapshotPolicy(Duration.ofMinutes(10), 200_000, 256L << 20);
    }
}
