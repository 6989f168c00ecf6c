package io.nemcon.benchmarks;

import java.util.List;

/** When a measure began and ended, and the processor time that its TM nodes used meanwhile. Used by one thread. */
final class MeasuredTime {

    private final List<Long> nodes;
    private double nodesCpuAtBegin;
    private double nodesCpuSeconds;
    private long beganMs;
    private long endedMs;

    /** @param nodes their process ids */
    MeasuredTime(List<Long> nodes) {
        this.nodes = nodes;
    }

    void began() {
        beganMs = System.currentTimeMillis();
        nodesCpuAtBegin = ProcessorTime.of(nodes);
    }

    void ended() {
        endedMs = System.currentTimeMillis();
        nodesCpuSeconds = ProcessorTime.of(nodes) - nodesCpuAtBegin;
    }

    double nodesCpuSeconds() {
        return nodesCpuSeconds;
    }

    /** In milliseconds since 1970. */
    long beganMs() {
        return beganMs;
    }

    long endedMs() {
        return endedMs;
    }
}
