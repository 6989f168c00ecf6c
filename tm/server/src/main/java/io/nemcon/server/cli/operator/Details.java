package io.nemcon.server.cli.operator;

import java.io.PrintWriter;

/** One thing told in lines of a label and what it is, broken at blanks where a line gets too long. */
final class Details {

    private static final int LABEL_WIDTH = 12;

    private final PrintWriter out;

    Details(PrintWriter out) {
        this.out = out;
    }

    /** The label may be empty: then the line belongs to the one before. */
    Details line(String label, String words) {
        StringBuilder line = new StringBuilder(label).append(" ".repeat(LABEL_WIDTH - label.length()));
        int column = LABEL_WIDTH;
        for (String word : Text.clean(words).split(" ", -1)) {
            if (column > LABEL_WIDTH && column + 1 + word.length() > Table.WIDTH) {
                line.append(System.lineSeparator()).append(" ".repeat(LABEL_WIDTH));
                column = LABEL_WIDTH;
            } else if (column > LABEL_WIDTH) {
                line.append(' ');
                column++;
            }
            line.append(word);
            column += word.length();
        }
        out.println(line.toString().stripTrailing());
        return this;
    }
}
