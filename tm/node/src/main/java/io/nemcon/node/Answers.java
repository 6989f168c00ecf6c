package io.nemcon.node;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gives answers to those who wait for them. Waking many threads takes about as long as forcing a batch to disk, so where
 * many wait a thread beside the log does it, while the log forces the next batch; few are woken at once, which spares them
 * a hand-over. Thread-safe.
 */
final class Answers implements AutoCloseable {

    /** From so many on it is worth a hand-over. */
    private static final int MANY = 4;

    /** Batches that wait for the thread; a log that is further ahead gives its answers by itself. */
    private static final int QUEUE_MAX = 64;

    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE_MAX), task -> {
                Thread answering = new Thread(task, "nemcon-answers");
                answering.setDaemon(true);
                return answering;
            });

    Answers() {
        thread.allowCoreThreadTimeOut(true);
    }

    /** @param count how many wait */
    void give(int count, Runnable answers) {
        if (count < MANY) {
            answers.run();
            return;
        }
        try {
            thread.execute(answers);
        } catch (RejectedExecutionException fullOrClosed) {
            answers.run();
        }
    }

    /** What was handed over is still given. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
