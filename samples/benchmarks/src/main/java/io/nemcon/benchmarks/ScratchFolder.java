package io.nemcon.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Where logs and databases of a run are: deleted in the end. */
record ScratchFolder(Path path) implements AutoCloseable {

    private static final String MEMORY = "tmpfs";
    private static final int ATTEMPTS_MAX = 50;
    private static final long AGAIN_NS = 200_000_000;

    /** @throws IOException also if that folder is in memory, where nothing is forced to a disk */
    static ScratchFolder createIn(Path parent) throws IOException {
        if (Files.getFileStore(parent).type().equals(MEMORY)) {
            throw new IOException(parent + " is in memory (" + MEMORY
                    + "), where a forced write costs nothing: name a folder on a disk with --folder");
        }
        return new ScratchFolder(Files.createTempDirectory(parent, "nemcon-bench-"));
    }

    /** Tries again for a while: a process that is ending may still write or delete in there. */
    static void delete(Path folder) throws IOException {
        for (int attempt = 1; Files.exists(folder); attempt++) {
            try {
                deleteOnce(folder);
            } catch (IOException | UncheckedIOException e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw new IOException(folder + " could not be deleted: " + e.getMessage(), e);
                }
                LockSupport.parkNanos(AGAIN_NS);
            }
        }
    }

    private static void deleteOnce(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : deepestFirst) {
            Files.deleteIfExists(one);
        }
    }

    /** What still runs of our own children is in the way: then this process is being stopped from outside. */
    @Override
    public void close() throws IOException {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        delete(path);
    }
}
