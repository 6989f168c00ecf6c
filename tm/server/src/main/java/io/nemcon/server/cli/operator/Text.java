package io.nemcon.server.cli.operator;

import java.time.Instant;
import java.util.Locale;

/** Words for a terminal: nothing in them moves its cursor, whoever wrote them. */
final class Text {

    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    private Text() {}

    /** What others wrote (names in databases, messages of servers), on one line and without control characters. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 3)) + "...";
    }

    /** The time since then in its largest unit: {@code 42 s}, {@code 5 min}, {@code 3 h}, {@code 9 d}; a dash if it never was. */
    static String age(long sinceMs, long nowMs) {
        if (sinceMs == 0) {
            return "-";
        }
        long ms = Math.max(0, nowMs - sinceMs); // the leader's clock may be ahead of the one here
        if (ms < 2 * MINUTE_MS) {
            return ms / SECOND_MS + " s";
        } else if (ms < 2 * HOUR_MS) {
            return ms / MINUTE_MS + " min";
        } else if (ms < 2 * DAY_MS) {
            return ms / HOUR_MS + " h";
        }
        return ms / DAY_MS + " d";
    }

    /** When, and how long ago that is. */
    static String moment(long atMs, long nowMs) {
        return atMs == 0 ? "never" : Instant.ofEpochMilli(atMs) + ", " + age(atMs, nowMs) + " ago";
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
