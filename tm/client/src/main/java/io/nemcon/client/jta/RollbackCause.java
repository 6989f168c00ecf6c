package io.nemcon.client.jta;

import io.nemcon.core.protocol.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Why a transaction can only roll back.
 *
 * @param why in words, to follow "because" or a colon
 * @param exception what was thrown, if anything was
 */
record RollbackCause(Reason reason, String why, @Nullable Throwable exception) {

    RollbackCause(Reason reason, String why) {
        this(reason, why, null);
    }

    /**
     * This cause with what was thrown later. Persistence providers mark a transaction first and then throw the reason, and
     * the application is to hear the reason.
     */
    RollbackCause explainedBy(RollbackCause later) {
        if (exception != null || later.exception == null) {
            return this;
        }
        return reason == Reason.APPLICATION ? later : new RollbackCause(reason, why, later.exception);
    }
}
