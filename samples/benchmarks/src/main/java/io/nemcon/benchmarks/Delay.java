package io.nemcon.benchmarks;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as an option says it. */
final class Delay {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(us|ms)");

    private Delay() {}

    /** @throws IllegalArgumentException if it is none; the message tells the form */
    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("--delay is a number of us or ms, as 500us or 1ms: " + text);
        }
        return Duration.of(
                Long.parseLong(matcher.group(1)),
                matcher.group(2).equals("ms") ? ChronoUnit.MILLIS : ChronoUnit.MICROS);
    }
}
