package io.nemcon.core.codec;

/** Bytes that are not what their place says. From a peer: refuse it. From the log or a snapshot: the node stops. */
public final class MalformedBytesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedBytesException(String message) {
        super(message);
    }
}
