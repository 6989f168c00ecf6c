package io.nemcon.core.check;

/** State or stored data contradicts itself. Whoever catches it stops the node; nothing retries over it. */
public final class CorruptStateError extends Error {

    private static final long serialVersionUID = 1L;

    public CorruptStateError(String message) {
        super(message);
    }

    public CorruptStateError(String message, Throwable cause) {
        super(message, cause);
    }
}
