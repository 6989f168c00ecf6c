package io.nemcon.benchmarks.crash;

import org.jspecify.annotations.Nullable;

/**
 * What came of one case.
 *
 * @param inDoubt branches prepared when the killed app was gone
 * @param emptyMs from the kill until no branch was prepared; null if that did not come in time
 * @param left branches still prepared in the end
 * @param surplus money more than there was, or less if below zero; it says nothing while branches are left
 */
public record CrashRow(
        CrashCase crash, int inDoubt, @Nullable Long emptyMs, int left, long surplus) {

    /** Null if it cannot be told yet. */
    public @Nullable Boolean moneyIsExact() {
        return left > 0 ? null : surplus == 0;
    }
}
