package io.nemcon.benchmarks;

import io.nemcon.benchmarks.system.SystemName;
import org.jspecify.annotations.Nullable;

/**
 * One line of the result: medians over the rounds.
 *
 * @param forcesPerTx writes forced to disk for each transaction; null if they could not be counted
 */
record Row(
        String workload,
        SystemName system,
        int threads,
        double tps,
        double p50Ms,
        double p99Ms,
        double cpuMsPerTx,
        @Nullable Double forcesPerTx) {}
