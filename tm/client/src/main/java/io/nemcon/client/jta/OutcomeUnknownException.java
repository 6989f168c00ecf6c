package io.nemcon.client.jta;

import io.nemcon.core.id.Gtrid;
import jakarta.transaction.SystemException;
import org.jspecify.annotations.Nullable;

/**
 * Nobody knows yet whether the transaction is committed or rolled back; it is one or the other, or will be. Do not repeat
 * its work on a guess: ask the group for this gtrid's outcome, or look at what the transaction was to change.
 */
public final class OutcomeUnknownException extends SystemException {

    private static final long serialVersionUID = 1L;

    private final transient Gtrid gtrid;

    public OutcomeUnknownException(Gtrid gtrid, String why) {
        this(gtrid, why, null);
    }

    OutcomeUnknownException(Gtrid gtrid, String why, @Nullable Throwable cause) {
        super("tx " + gtrid + ": outcome unknown, being resolved: " + why);
        this.gtrid = gtrid;
        if (cause != null) {
            initCause(cause);
        }
    }

    public Gtrid gtrid() {
        return gtrid;
    }
}
