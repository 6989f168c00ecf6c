package io.nemcon.core.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One command line of a story: words, and options of the form {@code name=value} anywhere among them. */
public final class Words {

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    public Words(String line) {
        this.line = line;
        for (String word : line.split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                options.put(word.substring(0, equals), word.substring(equals + 1));
            } else {
                words.add(word);
            }
        }
    }

    public int count() {
        return words.size();
    }

    public String at(int position) {
        if (position >= words.size()) {
            throw new IllegalArgumentException("'" + line + "' needs a word at place " + position);
        }
        return words.get(position);
    }

    /** The words from there to the end. */
    public List<String> from(int position) {
        return words.subList(Math.min(position, words.size()), words.size());
    }

    public String textFrom(int position) {
        return String.join(" ", from(position));
    }

    public String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    public long number(String name, long otherwise) {
        String value = options.get(name);
        return value == null ? otherwise : Long.parseLong(value);
    }

    /** A time such as 250ms, 10s, 1h or 7d. */
    public static long milliseconds(String time) {
        String unit = time.replaceAll("[+0-9]", "");
        long amount = Long.parseLong(time.substring(0, time.length() - unit.length()));
        return switch (unit) {
            case "ms" -> amount;
            case "s" -> amount * 1_000;
            case "m" -> amount * 60_000;
            case "h" -> amount * 3_600_000;
            case "d" -> amount * 86_400_000;
            default -> throw new IllegalArgumentException("no unit of time: " + time);
        };
    }

    public IllegalArgumentException unknown() {
        return new IllegalArgumentException("no such command: " + line);
    }
}
