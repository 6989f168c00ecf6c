package io.nemcon.client.jta;

import io.nemcon.core.protocol.Reason;
import jakarta.transaction.RollbackException;
import org.jspecify.annotations.Nullable;

/**
 * The transaction can only roll back, or was rolled back. Its message says why, its cause is what a synchronization or a
 * driver threw if one did, and its reason is for a program to look at: whether to try again after a timeout, for example.
 */
public final class RolledBackException extends RollbackException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    RolledBackException(String message, Reason reason, @Nullable Throwable cause) {
        super(message);
        this.reason = reason;
        if (cause != null) {
            initCause(cause);
        }
    }

    public Reason reason() {
        return reason;
    }
}
