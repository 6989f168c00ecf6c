package io.nemcon.xa.postgresql;

/**
 * The server process behind a branch's connection.
 *
 * @param sinceNanos a {@link System#nanoTime} at which it was there already: tells it from a later one with the same pid
 */
record Backend(int pid, long sinceNanos) {

    /** How long it has existed at least, by this machine's clock. */
    double ageSeconds() {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
