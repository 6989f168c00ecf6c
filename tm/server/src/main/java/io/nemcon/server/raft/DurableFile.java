package io.nemcon.server.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes small files so that after a crash there is either the old or the new one, whole. */
final class DurableFile {

    private DurableFile() {}

    /** Forced to disk, and so is its name, when this returns. */
    static void write(Path file, String text) throws IOException {
        Path folder = folderOf(file);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        write(fresh, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** Writes the parts one after another and forces them; the name is not forced. */
    static void write(Path file, ByteBuffer... parts) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (ByteBuffer part : parts) {
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
            out.force(true);
        }
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is no file in a folder");
        }
        return folder;
    }
}
