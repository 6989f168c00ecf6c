package io.nemcon.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * What one measure of a measuring process gave.
 *
 * @param threads that worked at once
 * @param transactions committed within the measured time
 * @param seconds the measured time
 * @param cpuSeconds processor time of that process within it
 */
public record LoadFigures(
        int threads, long transactions, double seconds, double p50Ms, double p99Ms, double cpuSeconds) {

    private static final String WORD = "figures";
    private static final int PARTS = 7;

    String line() {
        return String.join(
                " ",
                WORD,
                Integer.toString(threads),
                Long.toString(transactions),
                Double.toString(seconds),
                Double.toString(p50Ms),
                Double.toString(p99Ms),
                Double.toString(cpuSeconds));
    }

    /** Null if this line is something else. */
    static @Nullable LoadFigures parse(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != PARTS || !parts[0].equals(WORD)) {
            return null;
        }
        return new LoadFigures(
                Integer.parseInt(parts[1]),
                Long.parseLong(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]),
                Double.parseDouble(parts[5]),
                Double.parseDouble(parts[6]));
    }
}
