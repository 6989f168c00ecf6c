package io.nemcon.node.host;

/** What fails at a {@link CrashPoint} because a test asked for that, where code deals with any exception in the same way. */
public final class CrashPointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CrashPointException(String message) {
        super(message);
    }
}
