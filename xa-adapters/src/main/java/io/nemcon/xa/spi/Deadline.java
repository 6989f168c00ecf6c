package io.nemcon.xa.spi;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The time that one verification may take, and its pauses between looks. Not thread-safe. */
public final class Deadline {

    private static final long PAUSE_FIRST_MS = 5;
    private static final long PAUSE_MAX_MS = 200;

    private final long startNanos = System.nanoTime();
    private final long lengthNanos;
    private long pauseMs = PAUSE_FIRST_MS;

    public Deadline(Duration length) {
        this.lengthNanos = length.toNanos();
    }

    public long millisLeft() {
        return TimeUnit.NANOSECONDS.toMillis(lengthNanos - (System.nanoTime() - startNanos));
    }

    /** Waits a little, longer each time; false if the time is over. An interrupt is kept, not obeyed: the time is bounded. */
    public boolean pause() {
        long left = millisLeft();
        if (left <= 0) {
            return false;
        }
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(pauseMs, left)));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS);
        return true;
    }
}
