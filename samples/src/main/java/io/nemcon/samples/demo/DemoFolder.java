package io.nemcon.samples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder with everything a run writes, for its owner alone. Deleted in the end, unless it is to be looked at. */
final class DemoFolder implements AutoCloseable {

    private final Path path;
    private final Screen screen;
    private volatile boolean keep;

    private DemoFolder(Path path, boolean keep, Screen screen) {
        this.path = path;
        this.keep = keep;
        this.screen = screen;
    }

    static DemoFolder create(boolean keep, Screen screen) throws IOException {
        return new DemoFolder(Files.createTempDirectory("nemcon-demo-"), keep, screen);
    }

    Path path() {
        return path;
    }

    /** Keeps it if this is so; what was to be kept anyway stays so. */
    void keepIf(boolean worthALook) {
        keep = keep || worthALook;
    }

    @Override
    public void close() throws IOException {
        if (keep) {
            screen.say("Logs, notes and databases are kept in " + path);
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
