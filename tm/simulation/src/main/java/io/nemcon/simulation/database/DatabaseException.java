package io.nemcon.simulation.database;

/** A command that did not end well; named for what its caller knows. */
final class DatabaseException extends Exception {

    private static final long serialVersionUID = 1L;

    enum Kind {
        /** It was not done, and the connection is fine. */
        REFUSED,
        /** A prepared branch of that name is not there. */
        NOT_PREPARED,
        /** It may have been done, or may yet be; the connection is dead. */
        LOST,
        /** There is no connection to be had; nothing was done. */
        UNREACHABLE
    }

    private final Kind kind;

    DatabaseException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
