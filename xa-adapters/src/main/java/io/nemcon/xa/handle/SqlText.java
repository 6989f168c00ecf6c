package io.nemcon.xa.handle;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the first words of a statement tell. Not a parser: when in doubt a statement writes, and an ending that slips past
 * the refusal is left for the adapter to notice after it ran.
 */
final class SqlText {

    private static final Pattern READS = caseless("(?:select|with|values|show|table)\\b");

    /** Words with which a SELECT does more than read: locks, data-changing WITH, sequences, messages, a second statement. */
    private static final Pattern MORE_THAN_READS =
            caseless("\\b(?:for|into|insert|update|delete|merge|nextval|setval|lock)\\b|notify|advisory|;");

    private static final Pattern ENDS_TRANSACTION =
            caseless("(?:commit|abort|end|rollback(?!\\s+(?:work\\s+|transaction\\s+)?to\\b)"
                    + "|prepare\\s+(?:transaction|commit))\\b");

    private SqlText() {}

    /** Whether it is seen to be nothing but a read. */
    static boolean onlyReads(String sql) {
        int start = startOf(sql);
        return READS.matcher(sql).region(start, sql.length()).lookingAt()
                && !MORE_THAN_READS.matcher(sql).region(start, sql.length()).find();
    }

    /** The first word in lower case; empty if there is none. */
    static String firstWord(String sql) {
        int start = startOf(sql);
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(start, end).toLowerCase(Locale.ROOT);
    }

    /** Refuses a statement that would end the transaction behind its back. */
    static void requireNoEnd(String sql) throws SQLException {
        int start = startOf(sql);
        if (start == sql.length() || "caerp".indexOf(Character.toLowerCase(sql.charAt(start))) < 0) {
            return;
        }
        var ending = ENDS_TRANSACTION.matcher(sql).region(start, sql.length());
        if (ending.lookingAt()) {
            throw new SQLException(
                    ending.group().toUpperCase(Locale.ROOT) + " is refused inside a transaction: end it with"
                            + " UserTransaction.commit() or UserTransaction.rollback()",
                    "2D000");
        }
    }

    /** Of a statement that would end the transaction: whether by rolling back. */
    static boolean undoes(String sql) {
        String word = firstWord(sql);
        return word.equals("rollback") || word.equals("abort");
    }

    /** Where the first word begins: behind blanks, comments, brackets and stray semicolons. */
    private static int startOf(String sql) {
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c) || c == '(' || c == ';' || c == '{') {
                at++;
            } else if (sql.startsWith("--", at)) {
                at = SqlScript.after(sql, "\n", at);
            } else if (sql.startsWith("/*", at)) {
                at = SqlScript.after(sql, "*/", at + 2);
            } else {
                break;
            }
        }
        return at;
    }

    private static Pattern caseless(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
