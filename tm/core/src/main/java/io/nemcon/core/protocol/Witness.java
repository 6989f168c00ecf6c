package io.nemcon.core.protocol;

/**
 * Evidence inside a database that a branch committed, in words of that database's adapter; empty where there is none.
 * PostgreSQL: the transaction id read before PREPARE was acknowledged.
 */
public record Witness(String evidence) {

    public static final Witness NONE = new Witness("");

    /** Longer evidence is refused before it reaches the log. */
    public static final int LENGTH_MAX = 128;

    public Witness {
        if (evidence.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("witness of " + evidence.length() + " characters, limit " + LENGTH_MAX);
        }
    }

    public boolean isPresent() {
        return !evidence.isEmpty();
    }
}
