package io.nemcon.xa.handle;

import java.util.regex.Pattern;

/**
 * Where the statements of a string of several begin. Knows quotes and comments and no more of SQL. When in doubt there is
 * no further statement: the body of a compound statement is not told apart, nor what follows a backslash before a quote,
 * which one database takes for an escape and another does not.
 */
final class SqlScript {

    private static final Pattern COMPOUND = Pattern.compile(
            "\\bbegin\\s+(?:atomic|not)\\b|\\bcreate\\b.*\\bbegin\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SqlScript() {}

    /** Where the statement after the one that begins here begins; the length of the string if there is none. */
    static int next(String sql, int from) {
        int end = sql.length();
        int at = from;
        while (at < end) {
            char c = sql.charAt(at);
            if (c == ';') {
                return COMPOUND.matcher(sql).region(from, at).find() ? end : at + 1;
            }
            at = switch (c) {
                case '\'', '"', '`' -> afterQuoted(sql, at, c);
                case '-' -> sql.startsWith("--", at) ? after(sql, "\n", at) : at + 1;
                case '/' -> sql.startsWith("/*", at) ? after(sql, "*/", at + 2) : at + 1;
                case '$' -> afterDollars(sql, at);
                default -> at + 1;
            };
        }
        return end;
    }

    private static int afterQuoted(String sql, int open, char quote) {
        int close = sql.indexOf(quote, open + 1);
        return close < 0 || sql.charAt(close - 1) == '\\' ? sql.length() : close + 1;
    }

    /** Behind {@code $tag$ ... $tag$}, or behind the one character if it opens nothing. */
    private static int afterDollars(String sql, int open) {
        int tagEnd = open + 1;
        while (tagEnd < sql.length() && Character.isLetterOrDigit(sql.charAt(tagEnd))) {
            tagEnd++;
        }
        if (tagEnd == sql.length() || sql.charAt(tagEnd) != '$') {
            return tagEnd;
        }
        return after(sql, sql.substring(open, tagEnd + 1), tagEnd + 1);
    }

    /** Behind the next occurrence of the mark; the length of the string if there is none. */
    static int after(String sql, String mark, int from) {
        int found = sql.indexOf(mark, from);
        return found < 0 ? sql.length() : found + mark.length();
    }
}
