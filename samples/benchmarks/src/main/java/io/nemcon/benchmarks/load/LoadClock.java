package io.nemcon.benchmarks.load;

/** Which transactions count: those that end within the measured time. Thread-safe. */
final class LoadClock {

    private enum Phase {
        WARMING_UP,
        MEASURING,
        OVER
    }

    private volatile boolean anyCounted;
    private volatile Phase phase = Phase.WARMING_UP;

    /** Returns the moment, as {@link System#nanoTime} counts. */
    long begin() {
        phase = Phase.MEASURING;
        return System.nanoTime();
    }

    long end() {
        phase = Phase.OVER;
        return System.nanoTime();
    }

    boolean measuring() {
        return phase == Phase.MEASURING;
    }

    boolean over() {
        return phase == Phase.OVER;
    }

    /** A transaction ended within the measured time. */
    void counted() {
        if (!anyCounted) {
            anyCounted = true;
        }
    }

    boolean anyCounted() {
        return anyCounted;
    }
}
