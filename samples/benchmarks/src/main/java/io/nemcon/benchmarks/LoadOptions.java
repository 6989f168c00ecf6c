package io.nemcon.benchmarks;

import io.nemcon.benchmarks.system.SystemName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a comparison is run. Immutable. */
record LoadOptions(
        List<SystemName> systems,
        List<Integer> threads,
        int rounds,
        int warmupSeconds,
        int seconds,
        boolean countsForces) {

    private static final int THREADS_MAX = 256;

    LoadOptions {
        systems = List.copyOf(systems);
        threads = List.copyOf(threads);
        if (systems.isEmpty() || threads.isEmpty()) {
            throw new IllegalArgumentException("--systems and --threads name at least one each");
        }
        if (threads.stream().anyMatch(count -> count < 1 || count > THREADS_MAX)) {
            throw new IllegalArgumentException("--threads are 1 to " + THREADS_MAX + ": " + threads);
        }
        if (rounds < 1 || seconds < 1 || warmupSeconds < 0) {
            throw new IllegalArgumentException("--rounds and --seconds are at least 1, --warmup at least 0");
        }
    }

    /** For the result: how its figures came about. */
    Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("rounds", Integer.toString(rounds));
        words.put("warmupSeconds", Integer.toString(warmupSeconds));
        words.put("seconds", Integer.toString(seconds));
        return words;
    }
}
