package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The files of a log in a real folder. */
final class FolderFiles implements LogFiles {

    private static final boolean FOLDERS_CAN_BE_FORCED = File.separatorChar == '/';

    private final Path folder;

    FolderFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public String folder() {
        return folder.toString();
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.notExists(folder)) {
            return names;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        }
        return names;
    }

    @Override
    public Closeable lock() throws IOException, LogException {
        makeFolder();
        return FolderLock.acquire(folder);
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new ChannelFile(
                FileChannel.open(folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public LogFile create(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        return new ChannelFile(FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void force() throws IOException {
        force(folder);
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** A folder is durable once its parent is; else a power cut takes the whole log with it. */
    private void makeFolder() throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = folder; at != null && Files.notExists(at); at = at.getParent()) {
            missing.push(at);
        }
        Files.createDirectories(folder);
        for (Path made : missing) {
            Path parent = made.getParent();
            if (parent != null) {
                force(parent);
            }
        }
    }

    /** Windows has no such call and needs none: NTFS writes names ahead in its journal. */
    private static void force(Path folder) throws IOException {
        if (FOLDERS_CAN_BE_FORCED) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
