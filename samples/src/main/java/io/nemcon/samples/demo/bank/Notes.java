package io.nemcon.samples.demo.bank;

import io.nemcon.core.id.Gtrid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one app noted: the transfers it was told of, and those it asked for and was never told of. Immutable.
 *
 * <p>A last line without its end is what a killed app was writing; it counts for nothing. Any other broken line is an error.
 */
public record Notes(List<Note> told, Set<Gtrid> unanswered) {

    public Notes {
        told = List.copyOf(told);
        unanswered = Set.copyOf(unanswered);
    }

    /** Reads the file that a {@link TellFile} wrote; one that does not exist is an app that began nothing. */
    public static Notes read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Notes(List.of(), Set.of());
        }
        List<Note> told = new ArrayList<>();
        Set<Gtrid> unanswered = new HashSet<>();
        for (String line : wholeLines(file)) {
            if (line.startsWith(NoteLine.ASKED)) {
                unanswered.add(NoteLine.parseAsked(line, file));
            } else {
                Note note = NoteLine.parse(line, file);
                told.add(note);
                unanswered.remove(note.gtrid());
            }
        }
        return new Notes(told, unanswered);
    }

    public long count(Told what) {
        return told.stream().filter(note -> note.told() == what).count();
    }

    /** What all gtrids of one session begin with, in text; for every session this app had. */
    public Set<String> sessionPrefixes() {
        Set<String> prefixes = new HashSet<>();
        told.forEach(note -> prefixes.add(sessionPrefix(note.gtrid())));
        unanswered.forEach(gtrid -> prefixes.add(sessionPrefix(gtrid)));
        return prefixes;
    }

    private static String sessionPrefix(Gtrid gtrid) {
        String text = gtrid.toString();
        return text.substring(0, text.length() - Long.BYTES * 2);
    }

    private static List<String> wholeLines(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
}
