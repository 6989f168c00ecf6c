package io.nemcon.samples.torture.plan;

import java.util.List;
import java.util.Locale;

/**
 * One thing that is done to somebody. Immutable.
 *
 * @param atMs from the beginning of the faults
 * @param victim processes or databases by their names, {@code tm-1+tm-3} if several; {@code leader} for whoever leads then; or
 *     {@code from>to} for a link
 * @param lastsMs until it is undone
 */
public record Fault(long atMs, FaultKind kind, String victim, long lastsMs) {

    /** A victim that is found out only when the time has come. */
    public static final String LEADER = "leader";

    private static final String ARROW = ">";
    private static final String AND = "+";

    public long endMs() {
        return atMs + lastsMs;
    }

    static String link(String from, String to) {
        return from + ARROW + to;
    }

    static String several(List<String> victims) {
        return String.join(AND, victims);
    }

    /** By their names; not of a link. */
    public List<String> victims() {
        return List.of(victim.split("\\" + AND, -1));
    }

    /** Who calls on this link; who is struck, if one that it calls falls silent first. */
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
                Locale.ROOT, "at %7.3f s  %-16s %-16s for %6.3f s", atMs / 1e3, kind.word(), victim, lastsMs / 1e3);
    }
}
