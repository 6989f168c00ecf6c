package io.nemcon.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as aligned columns. */
final class ReportTable {

    private static final String NONE = "-";
    private static final String FORMAT = "%-20s %-17s %7s %10s %9s %9s %9s %9s %9s %10s";

    private ReportTable() {}

    static List<String> of(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                FORMAT,
                "workload",
                "system",
                "threads",
                "tps",
                "x peer",
                "x by-hand",
                "p50 ms",
                "p99 ms",
                "cpu ms/tx",
                "forces/tx"));
        int threads = 0;
        for (Row row : report.rows()) {
            if (threads != 0 && row.threads() != threads) {
                lines.add("");
            }
            threads = row.threads();
            lines.add(line(report, row));
        }
        return lines;
    }

    private static String line(Report report, Row row) {
        Report.Ratio ratio = report.ratio(row);
        return String.format(
                Locale.ROOT,
                FORMAT,
                row.workload(),
                row.system(),
                row.threads(),
                number("%,.0f", row.tps()),
                number("%.2f", ratio.toFastestPeer()),
                number("%.2f", ratio.toByHand()),
                number("%.3f", row.p50Ms()),
                number("%.3f", row.p99Ms()),
                number("%.4f", row.cpuMsPerTx()),
                number("%.3f", row.forcesPerTx()));
    }

    static String number(String format, @Nullable Double value) {
        return value == null ? NONE : String.format(Locale.ROOT, format, value);
    }
}
