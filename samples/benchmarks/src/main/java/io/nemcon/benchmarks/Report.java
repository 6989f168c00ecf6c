package io.nemcon.benchmarks;

import io.nemcon.benchmarks.system.SystemName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All rows, and what they say of each other. Immutable. */
record Report(List<Row> rows) {

    /** Throughput beside others of the same workload and number of threads; null where there is no such other. */
    record Ratio(@Nullable Double toFastestPeer, @Nullable Double toByHand) {}

    Report {
        rows = List.copyOf(rows);
    }

    static Report of(String workload, List<Measure> measures, Map<Counted, Double> forces) {
        Map<Counted, List<Measure>> groups = new LinkedHashMap<>();
        measures.stream()
                .sorted(Comparator.<Measure>comparingInt(
                                measure -> measure.counted().threads())
                        .thenComparing(measure -> measure.counted().system()))
                .forEach(measure -> groups.computeIfAbsent(measure.counted(), key -> new ArrayList<>())
                        .add(measure));
        List<Row> rows = new ArrayList<>();
        groups.forEach((counted, group) -> rows.add(new Row(
                workload,
                counted.system(),
                counted.threads(),
                median(group, Measure::tps),
                median(group, measure -> measure.figures().p50Ms()),
                median(group, measure -> measure.figures().p99Ms()),
                median(group, Measure::cpuMsPerTransaction),
                forces.get(counted))));
        return new Report(rows);
    }

    /** The middle one; of an even number, the mean of the two in the middle. */
    private static double median(List<Measure> measures, ToDoubleFunction<Measure> value) {
        double[] sorted = measures.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    Ratio ratio(Row row) {
        return new Ratio(
                ratioToFastest(row, other -> other.system().isPeer()),
                ratioToFastest(row, other -> other.system() == SystemName.BY_HAND));
    }

    private @Nullable Double ratioToFastest(Row row, Predicate<Row> which) {
        Optional<Row> fastest = rows.stream()
                .filter(other -> other.workload().equals(row.workload()) && other.threads() == row.threads())
                .filter(which)
                .max(Comparator.comparingDouble(Row::tps));
        return fastest.isEmpty() || fastest.get().tps() == 0
                ? null
                : row.tps() / fastest.get().tps();
    }
}
