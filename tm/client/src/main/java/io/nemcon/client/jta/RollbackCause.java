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
}
