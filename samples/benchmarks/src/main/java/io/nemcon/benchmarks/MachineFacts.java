package io.nemcon.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What a figure means nothing without. */
final class MachineFacts {

    private static final long MIB = 1 << 20;

    private MachineFacts() {}

    /** @param folder where logs and databases are forced to disk */
    static Map<String, String> of(Path folder) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        FileStore store = Files.getFileStore(folder);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cores", Integer.toString(system.getAvailableProcessors()));
        facts.put("cpu", cpuModel());
        facts.put("memoryMiB", Long.toString(system.getTotalMemorySize() / MIB));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("fileSystem", store.type());
        facts.put("jdk", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
        facts.putAll(Versions.ofLibraries());
        return facts;
    }

    private static String cpuModel() {
        Path cpus = Path.of("/proc/cpuinfo");
        if (!Files.exists(cpus)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(cpus)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
