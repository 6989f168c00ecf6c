package io.nemcon.agent;

import io.nemcon.node.host.Host;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** Logs a failure that comes again and again: the first time, then once a minute with a count, then that it is over. */
final class RepeatedFailure {

    private static final long REPEAT_NS = TimeUnit.MINUTES.toNanos(1);

    private final Host host;
    private final Logger log;
    private final String what;
    private int count;
    private long loggedNs;

    RepeatedFailure(Host host, Logger log, String what) {
        this.host = host;
        this.log = log;
        this.what = what;
    }

    void happened(Exception failure) {
        long nowNs = host.nanoTime();
        count++;
        if (count == 1 || nowNs - loggedNs >= REPEAT_NS) {
            loggedNs = nowNs;
            Throwable cause = failure.getCause();
            log.warn(
                    "{} failed {} times, goes on trying: {}{}",
                    what,
                    count,
                    failure.getMessage(),
                    cause == null ? "" : ": " + cause.getMessage());
        }
    }

    void over() {
        if (count > 0) {
            log.info("{} works again after {} failures", what, count);
            count = 0;
        }
    }
}
