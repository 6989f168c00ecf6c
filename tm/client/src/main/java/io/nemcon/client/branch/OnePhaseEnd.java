package io.nemcon.client.branch;

/**
 * How a one-phase commit ended.
 *
 * @param why for all but COMMITTED, in words
 */
public record OnePhaseEnd(Kind kind, String why) {

    /** What is known. */
    public enum Kind {
        COMMITTED,
        ROLLED_BACK,
        /** The database could not be asked: it may be either. */
        UNKNOWN
    }

    public static final OnePhaseEnd COMMITTED = new OnePhaseEnd(Kind.COMMITTED, "");

    public static OnePhaseEnd rolledBack(String why) {
        return new OnePhaseEnd(Kind.ROLLED_BACK, why);
    }

    public static OnePhaseEnd unknown(String why) {
        return new OnePhaseEnd(Kind.UNKNOWN, why);
    }
}
