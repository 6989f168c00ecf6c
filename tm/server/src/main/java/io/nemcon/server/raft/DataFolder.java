package io.nemcon.server.raft;

import io.nemcon.node.log.LogException;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node's files: marked with whose they are, and locked by one process at a time. */
final class DataFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final String IDENTITY = "identity";

    private final Path folder;
    private final NodeIdentity identity;
    private final FileChannel lockFile;

    private DataFolder(Path folder, NodeIdentity identity, FileChannel lockFile) {
        this.folder = folder;
        this.identity = identity;
        this.lockFile = lockFile;
    }

    /** Takes the folder, or refuses without having written anything into it. */
    static DataFolder open(Path folder, String group, WireEndpoint self) throws LogException {
        try {
            NodeIdentity found = find(folder, group, self.toString());
            Files.createDirectories(folder);
            FileChannel lockFile = lock(folder);
            try {
                NodeIdentity identity = found != null ? found : found(folder, group, self);
                return new DataFolder(folder, identity, lockFile);
            } catch (IOException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LogException(
                    "data folder " + folder + " cannot be used (" + e
                            + "): give this node a folder that its user may write to",
                    e);
        }
    }

    private static @Nullable NodeIdentity find(Path folder, String group, String self)
            throws IOException, LogException {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        Path file = folder.resolve(IDENTITY);
        if (!Files.exists(file)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new LogException("data folder " + folder
                            + " has files in it but none called " + IDENTITY
                            + ", so it is no node's: give this node an empty folder or its own");
                }
            }
            return null;
        }
        NodeIdentity identity = NodeIdentity.of(Files.readString(file));
        if (identity == null) {
            throw new LogException(file + " is damaged or of a later version: start that version, or add this node to"
                    + " the group anew with an empty folder");
        }
        if (!identity.group().equals(group)) {
            throw new LogException("data folder " + folder + " belongs to group " + identity.group() + ", not to "
                    + group + ": give this node another folder");
        }
        if (!identity.self().equals(self)) {
            throw new LogException("data folder " + folder + " belongs to node " + identity.self() + " of group "
                    + group + ", not to " + self
                    + ": start it under its own address, or remove that node from the group and add this one with an"
                    + " empty folder");
        }
        return identity;
    }

    private static NodeIdentity found(Path folder, String group, WireEndpoint self) throws IOException {
        long life = 0;
        while (life == 0) {
            life = new SecureRandom().nextLong();
        }
        NodeIdentity identity = new NodeIdentity(group, self.toString(), life);
        DurableFile.write(folder.resolve(IDENTITY), identity.toText());
        return identity;
    }

    private static FileChannel lock(Path folder) throws IOException, LogException {
        FileChannel file =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            file.close();
            throw new LogException("data folder " + folder
                    + " is in use by another running node: stop that one, or give this one another folder");
        }
        return file;
    }

    long life() {
        return identity.life();
    }

    Path log() {
        return folder.resolve("log");
    }

    Path vote() {
        return folder.resolve("vote");
    }

    Path snapshots() {
        return folder.resolve("snapshots");
    }

    Path peers() {
        return folder.resolve("peers");
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    /** Lets another process have the folder. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("the lock of data folder {} may stay until this process ends", folder, e);
        }
    }
}
