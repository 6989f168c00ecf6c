package io.nemcon.wire;

/** A call, or the start of a server or client, that failed; the status says what is known. */
public final class WireException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final WireStatus status;
    private final String leaderHint;

    public WireException(WireStatus status, String message) {
        this(status, message, "");
    }

    public WireException(WireStatus status, String message, String leaderHint) {
        super(message);
        this.status = status;
        this.leaderHint = leaderHint;
    }

    public WireException(WireStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.leaderHint = "";
    }

    public WireStatus status() {
        return status;
    }

    /** Where the leader is, as the service that refused put it; empty if it does not know or that is not the matter. */
    public String leaderHint() {
        return leaderHint;
    }
}
