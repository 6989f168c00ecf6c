package io.nemcon.client.context;

import io.nemcon.core.id.Gtrid;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which transaction some work is to be part of, as one process tells another. Immutable.
 *
 * <p>As text, for the header {@value #HEADER}: {@code 01-<gtrid, 56 hexadecimal digits>-<milliseconds left>}. It is no secret
 * and gives no right.
 *
 * @param gtrid the transaction
 * @param millisLeft how much time it had left when the context was made; a sender and a receiver share no clock
 */
public record TransactionContext(Gtrid gtrid, long millisLeft) {

    /** The name of the header, for any protocol that has some. */
    public static final String HEADER = "nemcon-tx";

    /** No header is longer. */
    public static final int HEADER_LENGTH_MAX = 96;

    private static final String VERSION = "01";
    private static final Pattern FORMAT = Pattern.compile("([0-9a-f]{2})-([0-9a-f]{56})-([0-9]{1,15})");

    public TransactionContext {
        if (millisLeft < 0) {
            throw new IllegalArgumentException("a transaction has no time left for " + millisLeft + " ms");
        }
    }

    /** The text of the header. */
    public String toHeader() {
        return VERSION + "-" + gtrid + "-" + millisLeft;
    }

    /** @throws JoinRefusedException if it is not what {@link #toHeader} writes; says what is wrong with it */
    public static TransactionContext parse(String header) {
        if (header.length() > HEADER_LENGTH_MAX) {
            throw malformed("it has " + header.length() + " characters, limit " + HEADER_LENGTH_MAX);
        }
        Matcher parts = FORMAT.matcher(header.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw malformed("'" + printable(header) + "' is not version-gtrid-milliseconds");
        }
        if (!VERSION.equals(parts.group(1))) {
            throw malformed("it is of version " + parts.group(1) + ", this process reads " + VERSION
                    + ": upgrade the process that reads it first");
        }
        Gtrid gtrid = Gtrid.parse(parts.group(2));
        if (gtrid == null) {
            throw malformed(parts.group(2) + " is no transaction's id");
        }
        return new TransactionContext(gtrid, Long.parseLong(parts.group(3)));
    }

    private static JoinRefusedException malformed(String why) {
        return new JoinRefusedException(
                JoinRefusedException.Kind.MALFORMED, "the header " + HEADER + " can't be read: " + why);
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
