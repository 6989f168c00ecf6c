package io.nemcon.node.log;

/** A log that cannot be opened: the message names the folder or port, what is wrong and the way out. */
public final class LogException extends Exception {

    private static final long serialVersionUID = 1L;

    public LogException(String message) {
        super(message);
    }

    public LogException(String message, Throwable cause) {
        super(message, cause);
    }
}
