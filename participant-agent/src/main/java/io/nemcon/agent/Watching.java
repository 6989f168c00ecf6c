package io.nemcon.agent;

/**
 * From when on an agent calls its resource unwell. Immutable.
 *
 * @param preparedWarningPercent of the server's limit of prepared transactions
 */
public record Watching(int preparedWarningPercent) {

    /** As the doctor has it. */
    public static final Watching DEFAULTS = new Watching(80);

    public Watching {
        if (preparedWarningPercent < 1 || preparedWarningPercent > 100) {
            throw new IllegalArgumentException("a warning at " + preparedWarningPercent
                    + " % of the prepared transactions: preparedWarningPercent takes 1 to 100");
        }
    }
}
