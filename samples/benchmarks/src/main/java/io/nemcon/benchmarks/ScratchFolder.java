package io.nemcon.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where logs and databases of a run are: deleted in the end. */
record ScratchFolder(Path path) implements AutoCloseable {

    private static final String MEMORY = "tmpfs";

    /** @throws IOException also if that folder is in memory, where nothing is forced to a disk */
    static ScratchFolder createIn(Path parent) throws IOException {
        if (Files.getFileStore(parent).type().equals(MEMORY)) {
            throw new IOException(parent + " is in memory (" + MEMORY
                    + "), where a forced write costs nothing: name a folder on a disk with --folder");
        }
        return new ScratchFolder(Files.createTempDirectory(parent, "nemcon-bench-"));
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : deepestFirst) {
            Files.deleteIfExists(one);
        }
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }
}
