package io.nemcon.benchmarks.load;

import io.nemcon.benchmarks.system.Bank;
import io.nemcon.benchmarks.system.SystemName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a measuring process is told, by a file.
 *
 * @param threads how many at once, one measure after the other; none for a process that only recovers
 * @param warmupSeconds before the first measure, with the most threads
 * @param seconds of each measure
 * @param folder for the system's log
 * @param endpoints of the group, for a system that needs one
 * @param bank for a workload that needs databases
 */
public record LoadConfig(
        Workload workload,
        SystemName system,
        List<Integer> threads,
        int warmupSeconds,
        int seconds,
        Path folder,
        @Nullable String endpoints,
        @Nullable Bank bank) {

    private static final String SEPARATOR = ",";

    public LoadConfig {
        threads = List.copyOf(threads);
    }

    /** For how many threads the system has to be made; at least 1. */
    int threadsMax() {
        return threads.stream().mapToInt(count -> count).max().orElse(1);
    }

    void store(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("workload", workload.name());
        properties.setProperty("system", system.toString());
        properties.setProperty(
                "threads", threads.stream().map(count -> count.toString()).collect(Collectors.joining(SEPARATOR)));
        properties.setProperty("warmupSeconds", Integer.toString(warmupSeconds));
        properties.setProperty("seconds", Integer.toString(seconds));
        properties.setProperty("folder", folder.toString());
        if (endpoints != null) {
            properties.setProperty("endpoints", endpoints);
        }
        if (bank != null) {
            properties.setProperty("bank.first", bank.firstUrl());
            properties.setProperty("bank.second", bank.secondUrl());
            properties.setProperty("bank.user", bank.user());
            properties.setProperty("bank.password", bank.password());
            properties.setProperty("bank.accounts", Integer.toString(bank.accounts()));
            properties.setProperty("bank.secondOnlyReads", Boolean.toString(bank.secondOnlyReads()));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
    }

    static LoadConfig load(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return new LoadConfig(
                Workload.valueOf(properties.getProperty("workload")),
                SystemName.parse(properties.getProperty("system")),
                counts(properties.getProperty("threads")),
                Integer.parseInt(properties.getProperty("warmupSeconds")),
                Integer.parseInt(properties.getProperty("seconds")),
                Path.of(properties.getProperty("folder")),
                properties.getProperty("endpoints"),
                bank(properties));
    }

    private static List<Integer> counts(String joined) {
        return joined.isEmpty()
                ? List.of()
                : Stream.of(joined.split(SEPARATOR)).map(Integer::valueOf).toList();
    }

    private static @Nullable Bank bank(Properties properties) {
        String first = properties.getProperty("bank.first");
        return first == null
                ? null
                : new Bank(
                        first,
                        properties.getProperty("bank.second"),
                        properties.getProperty("bank.user"),
                        properties.getProperty("bank.password"),
                        Integer.parseInt(properties.getProperty("bank.accounts")),
                        Boolean.parseBoolean(properties.getProperty("bank.secondOnlyReads")));
    }
}
