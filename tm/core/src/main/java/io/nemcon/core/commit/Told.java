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
        /** Some branches ended against the decision. */
        MIXED
    }
}
