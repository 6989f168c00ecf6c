package io.nemcon.samples.demo.database;

import java.io.IOException;

/** The databases cannot be had here; the message says why, and what to do. */
public final class DatabaseStartException extends IOException {

    private static final long serialVersionUID = 1L;

    public DatabaseStartException(String message) {
        super(message);
    }

    public DatabaseStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
