package io.nemcon.client.branch;

import org.jspecify.annotations.Nullable;

/**
 * How a one-phase commit ended.
 *
 * @param why for all but COMMITTED, in words
 * @param cause what the driver threw, for the application; null if nothing was
 */
public record OnePhaseEnd(Kind kind, String why, @Nullable Throwable cause) {

    /** What is known. */
    public enum Kind {
        COMMITTED,
        ROLLED_BACK,
        /** It had been rolled back by its resource before it was asked (XA 3.3, XA_HEURRB). */
        HEURISTIC_ROLLBACK,
        /** The resource ended it by itself, partly each way, or can't say which (XA 3.3, XA_HEURMIX and XA_HEURHAZ). */
        MIXED,
        /** The database could not be asked: it may be either. */
        UNKNOWN
    }

    public static final OnePhaseEnd COMMITTED = new OnePhaseEnd(Kind.COMMITTED, "", null);

    public static OnePhaseEnd rolledBack(String why) {
        return rolledBack(why, null);
    }

    public static OnePhaseEnd rolledBack(String why, @Nullable Throwable cause) {
        return new OnePhaseEnd(Kind.ROLLED_BACK, why, cause);
    }

    public static OnePhaseEnd unknown(String why) {
        return unknown(why, null);
    }

    public static OnePhaseEnd unknown(String why, @Nullable Throwable cause) {
        return new OnePhaseEnd(Kind.UNKNOWN, why, cause);
    }
}
