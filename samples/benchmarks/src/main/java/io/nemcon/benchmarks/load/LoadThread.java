package io.nemcon.benchmarks.load;

import io.nemcon.benchmarks.system.TransactionLoop;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One thread that runs its loop until the measured time is over, and its latencies in nanoseconds. */
final class LoadThread {

    static final int DIGITS = 3;

    private final Thread thread;
    private final TransactionLoop loop;
    private final LoadClock clock;
    private final Histogram latencies = new Histogram(DIGITS);
    private volatile @Nullable Exception failure;

    LoadThread(String name, TransactionLoop loop, LoadClock clock) {
        this.thread = new Thread(this::run, name);
        this.loop = loop;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!clock.over()) {
                long began = System.nanoTime();
                loop.once();
                if (clock.measuring()) {
                    latencies.recordValue(System.nanoTime() - began);
                    clock.counted();
                }
            }
        } catch (Exception failed) { // the outer edge: whoever waits for the thread is told
            failure = failed;
        }
    }

    /** All of them, once the thread has ended. */
    Histogram awaitLatencies() throws InterruptedException {
        thread.join();
        return latencies;
    }

    /** Frees what it used. @throws Exception what ended its loop early, if something did */
    void finish() throws Exception {
        thread.join();
        Exception failed = failure;
        if (failed != null) {
            throw failed;
        }
        loop.close();
    }
}
