package io.nemcon.samples.torture.history;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction did to one list: an append, a read, or both in one. Immutable.
 *
 * @param list its database's name, a slash, and its number there
 * @param appended the element, which no other append ever uses; null if it only read
 * @param seen the elements before its own append; null if it never heard them
 */
public record ListOp(
        String list, @Nullable Long appended, @Nullable List<Long> seen) {

    private static final int FIELDS = 3;
    private static final String NOTHING = "-";
    private static final String SEPARATOR = ",";

    public ListOp {
        seen = seen == null ? null : List.copyOf(seen);
    }

    public static ListOp read(String list, List<Long> seen) {
        return new ListOp(list, null, seen);
    }

    public static ListOp append(String list, long element, @Nullable List<Long> seen) {
        return new ListOp(list, element, seen);
    }

    String text() {
        String words = seen == null ? NOTHING : elementsText(seen);
        return list + ":" + (appended == null ? NOTHING : appended) + ":" + words;
    }

    /** @throws IllegalArgumentException if it is no text of ours */
    static ListOp parse(String text) {
        String[] fields = text.split(":", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not an operation on a list: " + text);
        }
        return new ListOp(
                fields[0],
                fields[1].equals(NOTHING) ? null : Long.valueOf(fields[1]),
                fields[2].equals(NOTHING) ? null : elements(fields[2]));
    }

    /** How the elements of a list look as text, in a database too: the empty list is the empty text. */
    public static String elementsText(List<Long> elements) {
        return elements.stream().map(String::valueOf).collect(Collectors.joining(SEPARATOR));
    }

    /** @throws NumberFormatException if it is no list of numbers */
    public static List<Long> elements(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(SEPARATOR, -1)).stream().map(Long::valueOf).toList();
    }
}
