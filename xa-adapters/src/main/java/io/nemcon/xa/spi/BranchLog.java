package io.nemcon.xa.spi;

import io.nemcon.core.id.BranchId;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Where a branch says what went wrong with it. An examination breaks its connections on purpose, and what comes of it is in
 * its findings: so its branches say it at level DEBUG. Thread-safe.
 */
public final class BranchLog {

    private final Logger log;
    private final boolean trial;

    public BranchLog(Logger log, BranchId branch) {
        this.log = log;
        this.trial = Trials.isTrial(branch);
    }

    public void warn(String format, Object... arguments) {
        log.atLevel(trial ? Level.DEBUG : Level.WARN).log(format, arguments);
    }

    public void info(String format, Object... arguments) {
        log.atLevel(trial ? Level.DEBUG : Level.INFO).log(format, arguments);
    }
}
