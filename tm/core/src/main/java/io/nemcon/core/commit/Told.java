package io.nemcon.core.commit;

import io.nemcon.core.protocol.Reason;

/**
 * What the application is told, once.
 *
 * @param why in words, for all but COMMITTED
 */
public record Told(Kind kind, Reason reason, String why) {

    public static final Told COMMITTED = new Told(Kind.COMMITTED, Reason.NONE, "");

    /** What the caller knows from it. */
    public enum Kind {
        COMMITTED,
        ROLLED_BACK,
        /** It is, or will be, one or the other; being resolved. */
        UNKNOWN,
        /** Some branches ended against the decision, or may have. */
        MIXED,
        /** Commit was wanted, and every branch that wrote was rolled back by its own resource (JTA 2.0, heuristic rollback). */
        HEURISTIC_ROLLBACK,
        /** Rollback was wanted, and every branch was committed by its own resource (JTA 2.0, heuristic commit). */
        HEURISTIC_COMMIT
    }
}
