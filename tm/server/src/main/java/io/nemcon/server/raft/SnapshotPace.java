package io.nemcon.server.raft;

/** Counts what was applied since the last snapshot. Apply thread only. */
final class SnapshotPace {

    private final SnapshotPolicy policy;
    private long entries;
    private long bytes;

    SnapshotPace(SnapshotPolicy policy) {
        this.policy = policy;
    }

    /** Whether with this entry it is time for a snapshot; says so again only after as many entries or bytes more. */
    boolean isDueWith(int entryBytes) {
        entries++;
        bytes += entryBytes;
        if (entries < policy.entries() && bytes < policy.bytes()) {
            return false;
        }
        restart();
        return true;
    }

    void restart() {
        entries = 0;
        bytes = 0;
    }
}
