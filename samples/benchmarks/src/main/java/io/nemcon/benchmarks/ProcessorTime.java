package io.nemcon.benchmarks;

import java.time.Duration;
import java.util.List;

/** How much processor time processes have used, as the operating system counts. */
final class ProcessorTime {

    private static final double NANOS_A_SECOND = 1e9;

    private ProcessorTime() {}

    /** The sum, in seconds; of processes that have ended, nothing. */
    static double of(List<Long> pids) {
        return pids.stream()
                        .flatMap(pid -> ProcessHandle.of(pid).stream())
                        .mapToLong(process -> process.info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toNanos())
                        .sum()
                / NANOS_A_SECOND;
    }
}
