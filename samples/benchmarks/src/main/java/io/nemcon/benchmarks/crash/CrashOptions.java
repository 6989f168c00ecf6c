package io.nemcon.benchmarks.crash;

import java.time.Duration;

/**
 * How a crash is made and watched. Immutable.
 *
 * @param threads of the app that is killed
 * @param seconds that it works before
 * @param maxWait how long somebody may take to clean up
 */
public record CrashOptions(int threads, int seconds, Duration maxWait) {

    private static final int THREADS_MAX = 256;

    public CrashOptions {
        if (threads < 1 || threads > THREADS_MAX || seconds < 1 || maxWait.isNegative()) {
            throw new IllegalArgumentException(
                    "--threads is 1 to " + THREADS_MAX + ", --seconds at least 1, --max-wait not negative");
        }
    }
}
