package io.nemcon.node;

import io.nemcon.node.host.Host;

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

    private final Host.Workforce thread;

    Answers(Host host) {
        this.thread = host.workforce("nemcon-answers", 1, QUEUE_MAX);
    }

    /** @param count how many wait */
    void give(int count, Runnable answers) {
        if (count < MANY || !thread.execute(answers)) {
            answers.run();
        }
    }

    /** What was handed over is still given. */
    @Override
    public void close() {
        thread.close();
    }
}
