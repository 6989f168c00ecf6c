package io.nemcon.server.raft.rpc;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs tasks one after another, in the order handed in, on threads of another executor. Thread-safe. */
final class Serial implements Executor {

    private final Executor threads;
    private final int waitingMax;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    Serial(Executor threads, int waitingMax) {
        this.threads = threads;
        this.waitingMax = waitingMax;
    }

    /** Throws {@link RejectedExecutionException} if waitingMax tasks wait, or the other executor takes no more. */
    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            if (waiting.size() >= waitingMax) {
                throw new RejectedExecutionException(waitingMax + " requests of one line are waiting");
            }
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            synchronized (waiting) {
                running = false;
                waiting.remove(task);
            }
            throw e;
        }
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable task = waiting.poll();
            if (task == null) {
                running = false;
            }
            return task;
        }
    }
}
