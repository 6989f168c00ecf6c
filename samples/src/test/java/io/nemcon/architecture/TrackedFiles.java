package io.nemcon.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that git tracks; where there is no git, as in a source archive, every file outside of build output. */
record TrackedFiles(Path root, List<Path> paths) {

    /** The lines of one file. Binary files have no characters outside of Latin 1 that would matter here. */
    record Content(Path path, List<String> lines) {}

    static TrackedFiles ofThisProject() throws IOException, InterruptedException {
        Path root = rootAbove(Path.of("").toAbsolutePath());
        List<Path> paths = Files.exists(root.resolve(".git")) ? listedByGit(root) : walked(root);
        return new TrackedFiles(root, paths);
    }

    private static Path rootAbove(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "no folder above " + start + " has a .mvn folder, so the project's root is unknown");
    }

    private static List<Path> listedByGit(Path root) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-z")
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String listing = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException("'git ls-files' failed in " + root);
        }
        return Stream.of(listing.split("\0"))
                .map(Path::of)
                .filter(path -> Files.isRegularFile(root.resolve(path)))
                .toList();
    }

    private static List<Path> walked(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(path -> !("/" + path).contains("/target/"))
                    .toList();
        }
    }

    List<Content> contents() {
        List<Content> contents = new ArrayList<>();
        for (Path path : paths) {
            try {
                contents.add(new Content(path, Files.readAllLines(root.resolve(path), StandardCharsets.ISO_8859_1)));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return contents;
    }
}
