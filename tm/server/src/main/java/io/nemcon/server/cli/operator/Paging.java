package io.nemcon.server.cli.operator;

import io.nemcon.core.protocol.Query;
import picocli.CommandLine.Option;

/** Which part of a long list. */
final class Paging {

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            defaultValue = "100",
            description = "Rows of a page, 1 to " + Query.PAGE_ROWS_MAX + " (default ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--after", paramLabel = "ROW", description = "Go on after this row, as the page before it said.")
    private String after = "";

    int limit() {
        return limit;
    }

    /** Empty for the first page. */
    String after() {
        return after;
    }

    /** @throws IllegalArgumentException if it is no number */
    long afterNumber() {
        try {
            return after.isEmpty() ? 0 : Long.parseLong(after);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("--after '" + Text.clean(after) + "' is no number");
        }
    }
}
