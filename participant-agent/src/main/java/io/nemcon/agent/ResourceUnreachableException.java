package io.nemcon.agent;

/** A resource did not answer; what was asked may or may not have been done. */
public final class ResourceUnreachableException extends Exception {

    private static final long serialVersionUID = 1L;

    public ResourceUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
