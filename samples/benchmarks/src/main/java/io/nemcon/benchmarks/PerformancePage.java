package io.nemcon.benchmarks;

import io.nemcon.benchmarks.chart.BarChart;
import io.nemcon.benchmarks.crash.CrashRow;
import io.nemcon.benchmarks.system.SystemName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes figures into {@code performance.md}, between its two markers, and the charts beside it.
 *
 * @param docs the folder in which that page is
 */
record PerformancePage(Path docs) {

    static final String BEGIN = "<!-- figures: written by nemcon bench report -->";
    static final String END = "<!-- end of figures -->";

    /** @throws IOException if the page or its markers are not there */
    void write(List<ResultFile> results) throws IOException {
        Path page = docs.resolve("performance.md");
        String text = Files.readString(page, StandardCharsets.UTF_8);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has no place for figures: the lines " + BEGIN + " and " + END);
        }
        List<String> lines = new ArrayList<>();
        for (ResultFile result : results) {
            add(result, lines);
        }
        String figures = String.join("\n", lines);
        Files.writeString(
                page,
                text.substring(0, begin + BEGIN.length()) + "\n\n" + figures + "\n" + text.substring(end),
                StandardCharsets.UTF_8);
    }

    private void add(ResultFile result, List<String> lines) throws IOException {
        List<String> workloads =
                result.report().rows().stream().map(Row::workload).distinct().toList();
        for (String workload : workloads) {
            Report report = new Report(result.report().rows().stream()
                    .filter(row -> row.workload().equals(workload))
                    .toList());
            Path image = docs.resolve("img").resolve("bench-" + workload + ".svg");
            Files.createDirectories(image.getParent());
            Files.writeString(image, chart(workload, report).svg(), StandardCharsets.UTF_8);
            lines.add("### " + title(workload));
            lines.add("");
            lines.add("![" + title(workload) + "](img/bench-" + workload + ".svg)");
            lines.add("");
            addRows(report, lines);
            lines.add("");
            addFacts(result.settings(), lines);
            addFacts(result.machine(), lines);
        }
        if (!result.crashes().isEmpty()) {
            lines.add("### After kill -9 of the application");
            lines.add("");
            addCrashes(result.crashes(), lines);
            lines.add("");
            addFacts(result.machine(), lines);
        }
    }

    private static String title(String workload) {
        return switch (workload) {
            case "tm" -> "Two resources that do nothing";
            case "pg" -> "Two PostgreSQL databases";
            case "pg-read-only-second" -> "Two PostgreSQL databases, one only read";
            default -> "Workload " + workload;
        };
    }

    private static BarChart chart(String workload, Report report) {
        List<SystemName> systems =
                report.rows().stream().map(Row::system).distinct().sorted().toList();
        List<BarChart.Group> groups = report.rows().stream()
                .map(Row::threads)
                .distinct()
                .sorted()
                .map(threads -> new BarChart.Group(
                        threads + (threads == 1 ? " thread" : " threads"),
                        systems.stream()
                                .map(system -> tps(report, system, threads))
                                .toList()))
                .toList();
        return new BarChart(
                title(workload),
                "transactions a second, median of the rounds; higher is better",
                systems.stream().map(SystemName::toString).toList(),
                groups);
    }

    private static double tps(Report report, SystemName system, int threads) {
        return report.rows().stream()
                .filter(row -> row.system() == system && row.threads() == threads)
                .mapToDouble(Row::tps)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static void addRows(Report report, List<String> lines) {
        lines.add("| threads | system | tps | x fastest peer | x by hand | p50 ms | p99 ms | CPU ms/tx | forces/tx |");
        lines.add("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Row row : report.rows()) {
            Report.Ratio ratio = report.ratio(row);
            lines.add("| "
                    + String.join(
                            " | ",
                            Integer.toString(row.threads()),
                            row.system().toString(),
                            ReportTable.number("%,.0f", row.tps()),
                            ReportTable.number("%.2f", ratio.toFastestPeer()),
                            ReportTable.number("%.2f", ratio.toByHand()),
                            ReportTable.number("%.3f", row.p50Ms()),
                            ReportTable.number("%.3f", row.p99Ms()),
                            ReportTable.number("%.3f", row.cpuMsPerTx()),
                            ReportTable.number("%.2f", row.forcesPerTx()))
                    + " |");
        }
    }

    private static void addCrashes(List<CrashRow> crashes, List<String> lines) {
        lines.add("| system | disk of the killed app | branches in doubt | none prepared after | left | money |");
        lines.add("| --- | --- | ---: | ---: | ---: | --- |");
        for (CrashRow row : crashes) {
            lines.add("| "
                    + String.join(
                            " | ",
                            row.crash().system().toString(),
                            row.crash().disk().toString(),
                            Integer.toString(row.inDoubt()),
                            CrashTable.seconds(row),
                            Integer.toString(row.left()),
                            CrashTable.money(row))
                    + " |");
        }
    }

    private static void addFacts(Map<String, String> facts, List<String> lines) {
        if (!facts.isEmpty()) {
            lines.add(facts.entrySet().stream()
                            .map(fact -> fact.getKey() + " " + fact.getValue())
                            .collect(Collectors.joining(", "))
                    + ".");
            lines.add("");
        }
    }
}
