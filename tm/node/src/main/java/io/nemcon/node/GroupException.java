package io.nemcon.node;

/** A request to the group that got no result. */
public class GroupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the caller knows. */
    public enum Knowledge {
        /** It was not carried out and will not be. Ask again. */
        NOT_DONE,
        /** It may have been carried out, or may yet be. Ask the ledger, or repeat what is idempotent. */
        UNKNOWN,
        /** It will never be accepted as it stands (a wrong version, secret or group). */
        REFUSED
    }

    private final Knowledge knowledge;

    public GroupException(Knowledge knowledge, String message) {
        super(message);
        this.knowledge = knowledge;
    }

    public GroupException(Knowledge knowledge, String message, Throwable cause) {
        super(message, cause);
        this.knowledge = knowledge;
    }

    public Knowledge knowledge() {
        return knowledge;
    }
}
