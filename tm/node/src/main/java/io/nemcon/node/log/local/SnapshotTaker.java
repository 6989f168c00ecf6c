package io.nemcon.node.log.local;

import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.local.LogRecovery.Recovered;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a snapshot is due, takes the state on the apply thread and has it written by a thread of its own, one at a
 * time. One that cannot be written is given up with a warning: the log is whole without it, and the next is tried later.
 */
final class SnapshotTaker {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaker.class);

    private final SnapshotStore store;
    private final long afterBytes;
    private final Runnable whenWritten;
    private long bytesSince;
    private volatile long writtenIndex;
    private boolean requested;
    private volatile boolean writing;
    private @Nullable Thread writer;

    /** @param whenWritten called on the writing thread when another snapshot may be taken */
    SnapshotTaker(SnapshotStore store, LocalLogConfig config, Recovered recovered, Runnable whenWritten) {
        this.store = store;
        this.afterBytes = config.snapshotAfterBytes();
        this.writtenIndex = recovered.snapshotIndex();
        this.bytesSince = recovered.bytes();
        this.whenWritten = whenWritten;
    }

    /** Apply thread: the next one is due now. */
    void request() {
        requested = true;
    }

    /** Apply thread. */
    void appended(long bytes) {
        bytesSince += bytes;
    }

    /** Apply thread: whether one may and should be taken. */
    boolean isDue() {
        return !writing && (requested || bytesSince >= afterBytes);
    }

    /** Apply thread: takes the state after the last applied entry if a snapshot is due and none is being written. */
    void takeIfDue(LogListener listener, long index, long term) {
        if (!isDue()) {
            return;
        }
        requested = false;
        bytesSince = 0;
        if (index == writtenIndex) {
            return; // nothing new to keep
        }
        Snapshot snapshot = new Snapshot(index, term, listener.takeSnapshot());
        writing = true;
        writer = new LogThread("nemcon-log-snapshot", () -> write(snapshot));
        writer.start();
    }

    /** Waits for the one being written. */
    void close() {
        if (writer != null) {
            LogThread.awaitEnd(writer);
        }
    }

    private void write(Snapshot snapshot) {
        try {
            store.write(snapshot);
            writtenIndex = snapshot.index();
            store.purge(snapshot.index());
        } catch (IOException e) {
            LOG.warn("snapshot after entry {} failed, the log is kept whole instead", snapshot.index(), e);
        } finally {
            writing = false;
            whenWritten.run();
        }
    }
}
