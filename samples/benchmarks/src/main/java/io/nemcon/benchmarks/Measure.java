package io.nemcon.benchmarks;

import io.nemcon.benchmarks.load.LoadFigures;
import java.io.IOException;

/** What one measure of a turn gave. */
record Measure(RoundPlan.Turn turn, LoadFigures figures, MeasuredTime time) {

    Counted counted() {
        return new Counted(turn.system(), figures.threads());
    }

    double tps() {
        return figures.transactions() / figures.seconds();
    }

    /** Of the process that commits, and of the TM nodes. */
    double cpuMsPerTransaction() {
        return 1_000 * (figures.cpuSeconds() + time.nodesCpuSeconds()) / Math.max(1, figures.transactions());
    }

    /** Forced writes a transaction, of the same processes. */
    double forces(ForceTrace trace) throws IOException {
        return (double) trace.count(time.beganMs(), time.endedMs()) / Math.max(1, figures.transactions());
    }
}
