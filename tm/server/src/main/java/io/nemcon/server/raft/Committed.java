package io.nemcon.server.raft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some committed entries on their way to the listener, and on the leader the proposals that they came from. */
final class Committed extends ApplyThread.Step {

    /** What an entry counts for besides its bytes. */
    private static final int ENTRY_OVERHEAD_BYTES = 128;

    /** Who takes the entries. */
    interface Sink {
        void take(Entry entry);
    }

    record Entry(
            long index, long term, byte[] bytes, @Nullable Proposal proposal) {}

    private final Sink sink;
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;

    Committed(Sink sink) {
        this.sink = sink;
    }

    void add(Entry entry) {
        entries.add(entry);
        bytes += entry.bytes().length + ENTRY_OVERHEAD_BYTES;
    }

    @Override
    long bytes() {
        return bytes;
    }

    @Override
    void run() {
        entries.forEach(sink::take);
    }
}
