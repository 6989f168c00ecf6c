package io.nemcon.node.log.local;

import java.io.IOException;

/** The disk has no room for the next segment. Nothing was written for the record that needed it. */
final class OutOfSpaceException extends IOException {

    private static final long serialVersionUID = 1L;

    OutOfSpaceException(String message) {
        super(message);
    }

    OutOfSpaceException(String message, Throwable cause) {
        super(message, cause);
    }
}
