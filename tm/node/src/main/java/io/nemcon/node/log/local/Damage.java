package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;

/** The words for a log that was damaged after it was on the disk (scenario 12b): it is not opened and nothing is written. */
final class Damage {

    private static final String WAY_OUT = ": nothing was changed; restore the folder from a backup,"
            + " or move it away to begin a new log and resolve what the old one left by hand";

    private Damage() {}

    static LogException at(String file, long offset, String what) {
        return of("file " + file + " offset " + offset + " " + what);
    }

    static LogException of(String what) {
        return new LogException("the log is damaged: " + what + WAY_OUT);
    }
}
