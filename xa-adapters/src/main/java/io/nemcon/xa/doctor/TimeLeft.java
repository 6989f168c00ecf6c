package io.nemcon.xa.doctor;

import java.time.Duration;

/** The time that an examination may still take, by the monotonic clock. */
final class TimeLeft {

    private final long beganNanos = System.nanoTime();
    private final Duration limit;

    TimeLeft(Duration limit) {
        this.limit = limit;
    }

    long millis() {
        return limit.minus(taken()).toMillis();
    }

    Duration taken() {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    Duration limit() {
        return limit;
    }
}
