package io.nemcon.server.cli.operator;

/** The group gave no answer that the command can use; the message is for the operator. */
final class AskFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    AskFailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
