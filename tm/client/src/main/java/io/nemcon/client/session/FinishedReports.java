package io.nemcon.client.session;

import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.host.CrashPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Branches that were carried out, on their way to the group: in batches, without haste, one message at a time. Lost ones
 * cost an agent a look into its database, nothing more. Thread-safe.
 */
final class FinishedReports {

    /** As many are sent without waiting for the next tick. */
    static final int BATCH = 256;

    private static final Logger LOG = LoggerFactory.getLogger(FinishedReports.class);

    private final Sessions sessions;
    private final int waitingMax;
    private final Queue<FinishedBranch> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();

    FinishedReports(Sessions sessions, int waitingMax) {
        this.sessions = sessions;
        this.waitingMax = waitingMax;
    }

    void add(List<FinishedBranch> branches) {
        for (FinishedBranch branch : branches) {
            enqueue(branch);
        }
        if (count.get() >= BATCH) {
            flush();
        }
    }

    private void enqueue(FinishedBranch branch) {
        if (count.incrementAndGet() > waitingMax) {
            count.decrementAndGet();
            if (warned.compareAndSet(false, true)) {
                LOG.warn("limit finishedMax of {} reached: reports are dropped, agents will look instead", waitingMax);
            }
            return;
        }
        waiting.add(branch);
    }

    int size() {
        return count.get();
    }

    /** Sends what waits, unless something is being sent; then that goes on until little is left. */
    void flush() {
        if (count.get() == 0 || !sending.compareAndSet(false, true)) {
            return;
        }
        send();
    }

    /** Sends all that waits; done when it is acknowledged or could not be. */
    CompletableFuture<Void> drain() {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        drainInto(drained);
        return drained;
    }

    private void drainInto(CompletableFuture<Void> drained) {
        if (count.get() == 0 && !sending.get()) {
            drained.complete(null);
        } else if (sending.compareAndSet(false, true)) {
            send().thenAccept(acknowledged -> {
                if (acknowledged) {
                    drainInto(drained);
                } else {
                    drained.complete(null);
                }
            });
        } else {
            sessions.later(() -> drainInto(drained), 1);
        }
    }

    /** Never fails; whether the group has acknowledged the batch. */
    private CompletableFuture<Boolean> send() {
        List<FinishedBranch> batch = new ArrayList<>();
        FinishedBranch branch;
        while (batch.size() < CommandCodec.FINISHED_MAX && (branch = waiting.poll()) != null) {
            batch.add(branch);
        }
        count.addAndGet(-batch.size());
        // any session may report, ended or not: what was verified in a database stays true
        Command report =
                new Command.FromSession(sessions.succession().current().header(), new SessionCommand.Finished(batch));
        CrashPoint before = CrashPoint.CLIENT_BEFORE_FINISHED_REPORTED;
        return sessions.group()
                .propose(before, CrashPoint.CLIENT_FINISHED_REPORTED, report)
                .handle((result, failure) -> {
                    if (failure != null) {
                        batch.forEach(this::enqueue);
                    } else {
                        warned.set(false);
                    }
                    sending.set(false);
                    if (failure == null && count.get() >= BATCH) {
                        flush();
                    }
                    return failure == null;
                });
    }
}
