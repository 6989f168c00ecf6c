package io.nemcon.core.transcript;

import java.util.function.LongConsumer;

/**
 * Runs a random test for some seeds. {@code -Dnemcon.seed=N} runs that one alone; {@code -Dnemcon.seeds=N} runs N times
 * as many. A failure names its seed.
 */
public final class Seeds {

    private Seeds() {}

    public static void each(int count, LongConsumer run) {
        Long only = Long.getLong("nemcon.seed");
        if (only != null) {
            run.accept(only);
            return;
        }
        long all = count * Long.getLong("nemcon.seeds", 1);
        for (long seed = 1; seed <= all; seed++) {
            try {
                run.accept(seed);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError(
                        "seed " + seed + " failed; rerun it alone with -Dnemcon.seed=" + seed + ": "
                                + failure.getMessage(),
                        failure);
            }
        }
    }
}
