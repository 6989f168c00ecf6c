package io.nemcon.samples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder with everything a run writes, for its owner alone; deleted in the end if nobody keeps it. */
final class RunFolder implements AutoCloseable {

    private final Path path;
    private volatile boolean kept;

    RunFolder() throws IOException {
        this.path = Files.createTempDirectory("nemcon-torture-");
    }

    Path path() {
        return path;
    }

    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (kept) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : deepestFirst) {
            Files.deleteIfExists(one);
        }
    }
}
