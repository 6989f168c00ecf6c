package io.nemcon.client.session;

/** No transaction can begin: there is no session, or a limit is reached. The message says why. */
public final class SessionException extends Exception {

    private static final long serialVersionUID = 1L;

    public SessionException(String message) {
        super(message);
    }

    public SessionException(String message, Throwable cause) {
        super(message, cause);
    }
}
