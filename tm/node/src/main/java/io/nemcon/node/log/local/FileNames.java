package io.nemcon.node.log.local;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the files in a log's folder are called. Numbers have twenty digits, so that names sort by index. */
final class FileNames {

    static final String TEMPORARY = ".tmp";

    private static final String SEGMENT = ".segment";
    private static final String SNAPSHOT = ".snapshot";
    private static final Pattern TEMPORARY_OF_OURS = Pattern.compile("(FORMAT|spare|\\d{20}\\.snapshot)\\.tmp");
    private static final Pattern NUMBERED = Pattern.compile("(\\d{20})(\\.[a-z]+)");

    private FileNames() {}

    /** A segment is named by the index of its first entry. */
    static String segment(long firstIndex) {
        return numbered(firstIndex, SEGMENT);
    }

    /** A snapshot is named by the index of the last entry in it. */
    static String snapshot(long index) {
        return numbered(index, SNAPSHOT);
    }

    static List<Long> segments(Collection<String> names) {
        return numbers(names, SEGMENT);
    }

    static List<Long> snapshots(Collection<String> names) {
        return numbers(names, SNAPSHOT);
    }

    /** Files of ours that a crash left half made. */
    static boolean isTemporary(String name) {
        return TEMPORARY_OF_OURS.matcher(name).matches();
    }

    private static String numbered(long index, String ending) {
        return String.format(Locale.ROOT, "%020d%s", index, ending);
    }

    /** Ascending. */
    private static List<Long> numbers(Collection<String> names, String ending) {
        return names.stream()
                .map(NUMBERED::matcher)
                .filter(Matcher::matches)
                .filter(name -> name.group(2).equals(ending))
                .map(name -> Long.valueOf(name.group(1)))
                .sorted()
                .toList();
    }
}
