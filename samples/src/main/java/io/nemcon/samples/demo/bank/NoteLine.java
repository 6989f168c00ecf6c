package io.nemcon.samples.demo.bank;

import io.nemcon.core.id.Gtrid;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How notes look in a file: {@code ? GTRID} for what is being asked, {@code GTRID TOLD BEGAN TOLD-AT TOOK} for what was told. */
final class NoteLine {

    static final String ASKED = "? ";

    private static final int FIELDS = 5;

    private NoteLine() {}

    static String asked(Gtrid gtrid) {
        return ASKED + gtrid + "\n";
    }

    static String told(Note note) {
        return note.gtrid() + " " + note.told() + " " + note.endBeganMs() + " " + note.toldMs() + " "
                + note.tookMicros() + "\n";
    }

    static Gtrid parseAsked(String line, Path file) throws IOException {
        return require(Gtrid.parse(line.substring(ASKED.length())), line, file);
    }

    static Note parse(String line, Path file) throws IOException {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS) {
            throw broken(line, file);
        }
        try {
            return new Note(
                    require(Gtrid.parse(fields[0]), line, file),
                    Told.valueOf(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[4]));
        } catch (IllegalArgumentException e) {
            throw broken(line, file);
        }
    }

    private static Gtrid require(@Nullable Gtrid gtrid, String line, Path file) throws IOException {
        if (gtrid == null) {
            throw broken(line, file);
        }
        return gtrid;
    }

    private static IOException broken(String line, Path file) {
        return new IOException("notes in " + file + " cannot be believed, this line is not one of ours: " + line);
    }
}
