package io.nemcon.server.cli.operator;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows under headings. Columns are as wide as they need; the last one is cut so that no line is longer than {@link #WIDTH}. */
final class Table {

    static final int WIDTH = 120;

    private static final String GAP = "  ";
    private static final int LAST_WIDTH_LEAST = 16;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        row(headings);
    }

    void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(Text.clean(cell));
        }
        rows.add(row);
    }

    void print(PrintWriter out) {
        int last = rows.get(0).size() - 1;
        int[] widths = new int[last];
        int before = 0;
        for (int column = 0; column < last; column++) {
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
            before += widths[column] + GAP.length();
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < last; column++) {
                String cell = row.get(column);
                line.append(cell)
                        .append(" ".repeat(widths[column] - cell.length()))
                        .append(GAP);
            }
            line.append(Text.cut(row.get(last), Math.max(LAST_WIDTH_LEAST, WIDTH - before)));
            out.println(line.toString().stripTrailing());
        }
    }
}
