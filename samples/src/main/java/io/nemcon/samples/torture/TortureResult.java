package io.nemcon.samples.torture;

import io.nemcon.samples.torture.check.Anomaly;
import io.nemcon.samples.torture.check.Anomaly.Kind;
import io.nemcon.samples.torture.plan.FaultKind;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What came of a run. Immutable.
 *
 * @param began when the faults began to strike, as logs tell time
 * @param anomalies what the checkers found
 * @param stories of transactions that something is wrong with, for people
 * @param preparedLeft branches that were still prepared when the wait after the healing was over
 * @param hidden branches that a database listed only after a restart, when all was quiet
 * @param incidents what the group wants a person to look at; nothing here should
 * @param failoverMaxMs the longest time from a SIGKILL of the leader to the next acknowledged commit that was asked for after it;
 *     with whatever else was away then
 * @param resolveMaxMs the longest time from an app's SIGKILL until nothing of it was left, whatever was away then
 */
record TortureResult(
        long seed,
        int seconds,
        long committed,
        long rolledBack,
        long unknown,
        Map<FaultKind, Integer> faults,
        LocalTime began,
        List<Anomaly> anomalies,
        List<String> stories,
        Aftermath aftermath,
        List<String> failures,
        OptionalLong failoverMaxMs,
        OptionalLong resolveMaxMs) {

    private static final Set<Kind> BANK = EnumSet.of(Kind.BANK_SUM);
    private static final Set<Kind> CYCLES = EnumSet.of(Kind.G0, Kind.G1C, Kind.G2, Kind.INCOMPATIBLE_READ);

    TortureResult {
        faults = Map.copyOf(faults);
        anomalies = List.copyOf(anomalies);
        stories = List.copyOf(stories);
        failures = List.copyOf(failures);
    }

    long bankSum() {
        return count(BANK);
    }

    /** Cycles, and reads that fit into no order at all. */
    long cycles() {
        return count(CYCLES);
    }

    /** Everything else: what is there, and is not, or twice, against what was told. */
    long toldVersusThere() {
        return anomalies.size() - bankSum() - cycles();
    }

    private long count(Set<Kind> kinds) {
        return anomalies.stream().filter(one -> kinds.contains(one.kind())).count();
    }

    /** A run in which nothing was ever committed has checked nothing. */
    boolean ok() {
        return anomalies.isEmpty() && aftermath.isNothing() && failures.isEmpty() && committed > 0;
    }
}
