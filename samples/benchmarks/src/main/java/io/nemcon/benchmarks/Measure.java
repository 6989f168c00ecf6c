package io.nemcon.benchmarks;

import io.nemcon.benchmarks.load.LoadFigures;

/**
 * What one turn gave.
 *
 * @param nodesCpuSeconds processor time of the TM nodes within the measured time; 0 for a system without
 */
record Measure(RoundPlan.Turn turn, LoadFigures figures, double nodesCpuSeconds) {

    double tps() {
        return figures.transactions() / figures.seconds();
    }

    double cpuMsPerTransaction() {
        return 1_000 * (figures.cpuSeconds() + nodesCpuSeconds) / Math.max(1, figures.transactions());
    }
}
