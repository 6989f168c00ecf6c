package io.nemcon.samples.torture.plan;

import java.util.Locale;

/**
 * One thing that is done to somebody. Immutable.
 *
 * @param atMs from the beginning of the faults
 * @param victim a process or database by its name, {@code leader} for whoever leads then, or {@code from>to} for a link
 * @param lastsMs until it is undone
 */
public record Fault(long atMs, FaultKind kind, String victim, long lastsMs) {

    /** A victim that is found out only when the time has come. */
    public static final String LEADER = "leader";

    private static final String ARROW = ">";

    public long endMs() {
        return atMs + lastsMs;
    }

    static String link(String from, String to) {
        return from + ARROW + to;
    }

    /** Who calls on this link. */
    public String from() {
        return victim.substring(0, victim.indexOf(ARROW));
    }

    /** Who is called on this link. */
    public String to() {
        return victim.substring(victim.indexOf(ARROW) + ARROW.length());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "at %7.3f s  %-16s %-14s for %6.3f s", atMs / 1e3, kind.word(), victim, lastsMs / 1e3);
    }
}
