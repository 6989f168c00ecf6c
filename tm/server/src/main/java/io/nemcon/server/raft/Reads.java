package io.nemcon.server.raft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import io.nemcon.node.log.ReplicatedLog.ReadCallback;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The ReadIndex calls without an answer; whoever takes one out answers it, so each is answered once. Thread-safe; answers
 * are given on the apply thread, refusals where the call was made.
 */
final class Reads {

    private final ApplyThread apply;
    private final int waitingMax;
    private final long patienceNanos;
    private final Set<Read> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    /** @param patience after which a call fails: a node that is cut off may learn an index and never get there */
    Reads(ApplyThread apply, int waitingMax, Duration patience) {
        this.apply = apply;
        this.waitingMax = waitingMax;
        this.patienceNanos = patience.toNanos();
    }

    /** Takes it in; null if it was not taken, and the callback was told why. */
    @Nullable
    Read open(ReadCallback callback) {
        if (count.incrementAndGet() > waitingMax) {
            count.decrementAndGet();
            callback.failed("readsWaitingMax, " + waitingMax + ", reads wait");
            return null;
        }
        Read read = new Read(callback, System.nanoTime());
        waiting.add(read);
        if (closed && takeOut(read)) {
            callback.failed("this node's log has stopped");
            return null;
        }
        return read;
    }

    /** Fails what has waited too long. */
    void expire() {
        long now = System.nanoTime();
        for (Read read : waiting) {
            if (now - read.since > patienceNanos) {
                apply.submit(
                        () -> fail(read, "no leader confirmed the read within " + patienceNanos / 1_000_000 + " ms"));
            }
        }
    }

    /** No more are taken, and the waiting ones fail. Apply thread only. */
    void close(String why) {
        closed = true;
        for (Read read : waiting) {
            fail(read, why);
        }
    }

    private void fail(Read read, String why) {
        if (takeOut(read)) {
            read.callback.failed(why);
        }
    }

    private boolean takeOut(Read read) {
        if (waiting.remove(read)) {
            count.decrementAndGet();
            return true;
        }
        return false;
    }

    /**
     * One call. JRaft runs it once the entries up to the index were handed to the apply thread, so what it hands to that
     * thread comes after them.
     */
    final class Read extends ReadIndexClosure {

        private static final long WITHOUT_TIMER = -1;

        private final ReadCallback callback;
        private final long since;

        private Read(ReadCallback callback, long since) {
            super(WITHOUT_TIMER);
            this.callback = callback;
            this.since = since;
        }

        @Override
        public void run(Status status, long index, byte[] context) {
            apply.submit(() -> {
                if (!status.isOk()) {
                    fail(this, String.valueOf(status.getErrorMsg()));
                } else if (takeOut(this)) {
                    callback.ready();
                }
            });
        }

        @Override
        public ExecutorService getExecutor() {
            return InPlace.EXECUTOR;
        }
    }
}
