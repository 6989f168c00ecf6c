package io.nemcon.server.cli.operator;

/** What a command exits with; 2, wrong usage, is picocli's own. */
final class ExitCodes {

    static final int DONE = 0;

    /** Refused, or not there. */
    static final int FAILED = 1;

    static final int NO_LEADER = 3;

    /** The request may have been carried out. */
    static final int UNKNOWN_OUTCOME = 4;

    /** It was asked to check, and something is wrong. */
    static final int UNHEALTHY = 5;

    private ExitCodes() {}
}
