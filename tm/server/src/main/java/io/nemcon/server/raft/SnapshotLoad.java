package io.nemcon.server.raft;

import io.nemcon.node.log.LogListener;
import java.util.concurrent.CountDownLatch;

/** Gives the listener a state, while Raft's thread waits for it. */
final class SnapshotLoad extends ApplyThread.Step {

    private final LogListener listener;
    private final SnapshotFile snapshot;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean restored;

    SnapshotLoad(LogListener listener, SnapshotFile snapshot) {
        this.listener = listener;
        this.snapshot = snapshot;
    }

    @Override
    void run() {
        try {
            listener.restoreSnapshot(snapshot.index(), snapshot.term(), snapshot.state());
            restored = true;
        } finally {
            over.countDown();
        }
    }

    @Override
    void abandon() {
        over.countDown();
    }

    /** Whether the listener has taken it, once that is known. */
    boolean await() {
        Uninterrupted.await(over);
        return restored;
    }
}
