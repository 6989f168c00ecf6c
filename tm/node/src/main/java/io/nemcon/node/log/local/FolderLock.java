package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a folder to one log: a file lock against other processes, a mark in the system properties against this one.
 *
 * <p>The mark comes first, because on POSIX systems closing <em>any</em> channel of a file drops the process's lock on it:
 * a second attempt in this process must not even open the file. System properties are seen by every class loader, so two
 * copies of this class in one application server see each other.
 */
final class FolderLock implements Closeable {

    static final String FILE = "lock";

    private final String mark;
    private final FileChannel channel;

    private FolderLock(String mark, FileChannel channel) {
        this.mark = mark;
        this.channel = channel;
    }

    static FolderLock acquire(Path folder) throws IOException, LogException {
        String mark = "io.nemcon.log.open:" + folder.toRealPath();
        if (System.getProperties().putIfAbsent(mark, "true") != null) {
            throw new LogException("the log folder " + folder
                    + " is already open in this process: close that log first, or give this one a folder of its own");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = channel.tryLock();
            if (held == null) {
                throw new LogException("the log folder " + folder
                        + " is in use by another process: stop that process, or give this one a folder of its own");
            }
            return new FolderLock(mark, channel);
        } catch (IOException | LogException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            System.getProperties().remove(mark);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.getProperties().remove(mark);
        }
    }
}
