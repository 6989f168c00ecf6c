package io.nemcon.benchmarks.recovery;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What came of one number of branches; of several rounds, medians.
 *
 * @param branches that the app was to leave
 * @param inDoubt prepared when it was gone: a few may have been carried out before, in the moment between decision and kill
 * @param emptyMs from the kill until no branch was prepared
 * @param firstWriterMs from the kill until the first of those who waited for a locked row had written
 * @param lastWriterMs the same for the last of them
 * @param exact whether each transaction ended in both databases as it was decided
 */
public record RecoveryRow(
        int branches, int inDoubt, long emptyMs, long firstWriterMs, long lastWriterMs, boolean exact) {

    /** The medians, each by itself. */
    static RecoveryRow median(List<RecoveryRow> rounds) {
        return new RecoveryRow(
                rounds.get(0).branches(),
                (int) median(rounds, RecoveryRow::inDoubt),
                median(rounds, RecoveryRow::emptyMs),
                median(rounds, RecoveryRow::firstWriterMs),
                median(rounds, RecoveryRow::lastWriterMs),
                rounds.stream().allMatch(RecoveryRow::exact));
    }

    private static long median(List<RecoveryRow> rounds, ToLongFunction<RecoveryRow> figure) {
        return rounds.stream().mapToLong(figure).sorted().toArray()[rounds.size() / 2];
    }
}
