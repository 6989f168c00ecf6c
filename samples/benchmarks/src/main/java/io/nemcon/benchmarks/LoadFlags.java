package io.nemcon.benchmarks;

import io.nemcon.benchmarks.system.SystemName;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that {@code bench tm} and {@code bench pg} share. */
final class LoadFlags {

    private static final int SHORT_SECONDS = 1;

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,8,32",
            description = "Threads at once, one measure each (default ${DEFAULT-VALUE}).")
    private List<Integer> threads = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Measured time of one measure (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "30",
            description = "Seconds of the same work, with the most threads, before a system's first measure of a round"
                    + " (default ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each system gets its turn; figures are medians (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--systems",
            split = ",",
            paramLabel = "NAME",
            description = "Only these, comma-separated (default: all).")
    private @Nullable List<String> systems;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "On which disk logs and databases are (default: the folder for temporary files).")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Write the result to standard output as one JSON object on one line.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the JSON to this file too.")
    private @Nullable Path out;

    @Option(
            names = "--no-forces",
            description = "Do not count forced writes, for which each system runs once more, under strace.")
    private boolean noForces;

    @Option(
            names = "--short",
            description = "Only to see whether it runs: 1 round of 1 second after 1 of warm-up, 2 threads.")
    private boolean brief;

    /** @throws IllegalArgumentException if they make no sense; the message is for people */
    LoadOptions options(List<SystemName> all) {
        List<SystemName> chosen =
                systems == null ? all : systems.stream().map(SystemName::parse).toList();
        for (SystemName system : chosen) {
            if (!all.contains(system)) {
                throw new IllegalArgumentException(system + " has nothing to measure in this workload");
            }
        }
        return brief
                ? new LoadOptions(chosen, List.of(2), 1, SHORT_SECONDS, SHORT_SECONDS, false)
                : new LoadOptions(chosen, threads, rounds, warmup, seconds, !noForces);
    }

    Path folder() {
        return folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder;
    }

    boolean json() {
        return json;
    }

    @Nullable
    Path out() {
        return out;
    }
}
