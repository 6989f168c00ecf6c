package io.nemcon.benchmarks.recovery;

import java.time.Duration;
import java.util.List;

/**
 * How recovery is measured. Immutable.
 *
 * @param branches in doubt, a row each
 * @param rounds of each; the median counts
 * @param maxWait after the kill
 * @param nodes of the group
 */
public record RecoveryOptions(List<Integer> branches, int rounds, Duration maxWait, int nodes) {

    private static final int BRANCHES_MAX = 20_000;

    public RecoveryOptions {
        branches = List.copyOf(branches);
        boolean inRange = branches.stream().allMatch(count -> count == 1 || (count % 2 == 0 && count <= BRANCHES_MAX));
        if (branches.isEmpty() || !inRange || branches.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("--branches are 1, or even numbers up to " + BRANCHES_MAX);
        }
        if (rounds < 1 || maxWait.isNegative()) {
            throw new IllegalArgumentException("--rounds is at least 1, --max-wait not negative");
        }
    }

    /** What each database must be able to hold. */
    public int branchesMax() {
        return branches.stream().mapToInt(Integer::intValue).max().orElse(1);
    }
}
