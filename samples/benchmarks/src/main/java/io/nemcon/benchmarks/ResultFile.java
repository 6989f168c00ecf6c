package io.nemcon.benchmarks;

import io.nemcon.benchmarks.crash.CrashCase;
import io.nemcon.benchmarks.crash.CrashRow;
import io.nemcon.benchmarks.system.SystemName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What {@code --out} wrote, read back: figures, or crashes. Immutable. */
record ResultFile(Report report, List<CrashRow> crashes, Map<String, String> machine, Map<String, String> settings) {

    static ResultFile read(Path file) throws IOException {
        JsonTree tree = JsonTree.read(file);
        List<Row> rows = new ArrayList<>();
        for (JsonTree row : tree.objects("rows")) {
            rows.add(row(row));
        }
        List<CrashRow> crashes = new ArrayList<>();
        for (JsonTree crash : tree.objects("crashes")) {
            crashes.add(crash(crash));
        }
        return new ResultFile(
                new Report(rows), List.copyOf(crashes), tree.strings("machine"), tree.strings("settings"));
    }

    private static Row row(JsonTree row) throws IOException {
        return new Row(
                row.text("workload"),
                SystemName.parse(row.text("system")),
                (int) row.number("threads"),
                row.number("tps"),
                row.number("p50Ms"),
                row.number("p99Ms"),
                row.number("cpuMsPerTx"),
                row.numberOrNull("forcesPerTx"));
    }

    private static CrashRow crash(JsonTree crash) throws IOException {
        Double emptyMs = crash.numberOrNull("emptyMs");
        return new CrashRow(
                new CrashCase(SystemName.parse(crash.text("system")), disk(crash.text("disk"))),
                (int) crash.number("inDoubt"),
                emptyMs == null ? null : emptyMs.longValue(),
                (int) crash.number("left"),
                (long) crash.number("surplus"));
    }

    private static CrashCase.Disk disk(String text) throws IOException {
        return Arrays.stream(CrashCase.Disk.values())
                .filter(disk -> disk.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no case " + text));
    }
}
