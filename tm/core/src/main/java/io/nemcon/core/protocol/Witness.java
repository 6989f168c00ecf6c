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

    /** Numbers of more digits than a transaction id has are none. */
    private static final int DIGITS_MAX = 18;

    /** The transaction's number, where it is one; else 0. */
    public long number() {
        boolean isNumber = isPresent()
                && evidence.length() <= DIGITS_MAX
                && evidence.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber ? Long.parseLong(evidence) : 0;
    }

    public boolean isPresent() {
        return !evidence.isEmpty();
    }
}
