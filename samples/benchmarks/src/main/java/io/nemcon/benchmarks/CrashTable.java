package io.nemcon.benchmarks;

import io.nemcon.benchmarks.crash.CrashRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Crashes for people. */
final class CrashTable {

    private static final String FORMAT = "%-16s %-18s %9s %12s %6s %s";
    private static final double MILLIS_A_SECOND = 1_000;

    private CrashTable() {}

    static List<String> of(List<CrashRow> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(FORMAT, "system", "disk", "in doubt", "empty after", "left", "money"));
        for (CrashRow row : rows) {
            lines.add(String.format(
                    FORMAT,
                    row.crash().system(),
                    row.crash().disk(),
                    row.inDoubt(),
                    seconds(row),
                    row.left(),
                    money(row)));
        }
        return lines;
    }

    static String sentence(CrashRow row) {
        return row.crash() + ": " + row.inDoubt() + " in doubt, empty after " + seconds(row) + ", " + row.left()
                + " left, money: " + money(row);
    }

    static String seconds(CrashRow row) {
        Long emptyMs = row.emptyMs();
        return emptyMs == null ? "not while watched" : String.format(Locale.ROOT, "%.1f s", emptyMs / MILLIS_A_SECOND);
    }

    static String money(CrashRow row) {
        Boolean exact = row.moneyIsExact();
        if (exact == null) {
            return "undecided";
        }
        return exact ? "exact" : String.format(Locale.ROOT, "wrong by %+d", row.surplus());
    }
}
