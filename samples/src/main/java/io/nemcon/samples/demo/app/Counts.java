package io.nemcon.samples.demo.app;

import io.nemcon.samples.demo.bank.Told;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How many transfers an app was told of so far, as it says it in a line of its output. For people to watch: what counts in the
 * end is in its notes. Immutable.
 */
public record Counts(long committed, long rolledBack, long unknown) {

    public static final Counts NONE = new Counts(0, 0, 0);

    private static final String WORD = "counts";
    private static final int FIELDS = 4;

    public Counts plus(Told told) {
        return switch (told) {
            case COMMITTED -> new Counts(committed + 1, rolledBack, unknown);
            case ROLLED_BACK -> new Counts(committed, rolledBack + 1, unknown);
            case UNKNOWN -> new Counts(committed, rolledBack, unknown + 1);
        };
    }

    public String line() {
        return String.format(Locale.ROOT, "%s %d %d %d", WORD, committed, rolledBack, unknown);
    }

    /** Null if the line says something else. */
    public static @Nullable Counts parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS || !fields[0].equals(WORD)) {
            return null;
        }
        return new Counts(Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3]));
    }
}
