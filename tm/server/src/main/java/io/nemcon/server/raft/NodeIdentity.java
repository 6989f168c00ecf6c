package io.nemcon.server.raft;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose a data folder is.
 *
 * @param life a random number other than zero, drawn when the folder was made: a node with a wiped disk has another one
 */
record NodeIdentity(String group, String self, long life) {

    private static final String FORMAT = "1";
    private static final List<String> NAMES = List.of("format", "group", "self", "life");

    String toText() {
        return Stream.of(
                        "format=" + FORMAT,
                        "group=" + group,
                        "self=" + self,
                        "life=" + HexFormat.of().toHexDigits(life),
                        "")
                .collect(Collectors.joining("\n"));
    }

    /** Null if the text is not one that this version wrote. */
    static @Nullable NodeIdentity of(String text) {
        Map<String, String> values = text.lines()
                .filter(line -> line.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, second) -> second));
        if (!values.keySet().containsAll(NAMES) || !FORMAT.equals(values.get("format"))) {
            return null;
        }
        try {
            return new NodeIdentity(
                    values.getOrDefault("group", ""),
                    values.getOrDefault("self", ""),
                    Long.parseUnsignedLong(values.getOrDefault("life", ""), 16));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
