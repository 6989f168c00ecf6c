package io.nemcon.agent;

import org.jspecify.annotations.Nullable;

/** The group did not answer, or not with what was asked for; a later round asks again. */
final class GroupUnreachableException extends Exception {

    private static final long serialVersionUID = 1L;

    GroupUnreachableException(String message) {
        super(message);
    }

    GroupUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
