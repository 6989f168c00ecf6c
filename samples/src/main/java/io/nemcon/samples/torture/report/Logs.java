package io.nemcon.samples.torture.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the processes of a run have logged. Immutable. */
public record Logs(Path folder) {

    private static final String FILE_END = ".log";
    private static final int LINES_MAX = 20;
    private static final int LINE_MAX = 260;

    /** Lines with this text, a few, each behind the name of its file; nothing if there are no logs. */
    public List<String> naming(String text) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(FILE_END))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            addFrom(file, text, found);
        }
        return found;
    }

    /** Byte by byte as it stands: a database may have logged anything. */
    private static void addFrom(Path file, String text, List<String> found) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null && found.size() < LINES_MAX; line = lines.readLine()) {
                if (line.contains(text)) {
                    String cut = line.length() > LINE_MAX ? line.substring(0, LINE_MAX) + " ..." : line;
                    found.add(file.getFileName() + ": " + cut);
                }
            }
        }
    }
}
