package io.nemcon.client.context;

/** Work was not begun in another process's transaction; nothing was done. */
public final class JoinRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why not, as far as the caller can tell from it what to do. */
    public enum Kind {
        /** There was no context, and one is required. */
        MISSING,
        /** The context can't be read. */
        MALFORMED,
        /** The transaction is decided, given up, or not known to this process's group. */
        OVER,
        /** A limit or a rule; the message names it. */
        REFUSED,
        /**
         * The group did not answer in time. The transaction may have been joined all the same: then it can only roll back, unless
         * this process joins it once more.
         */
        UNREACHABLE
    }

    private final Kind kind;

    public JoinRefusedException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public JoinRefusedException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
