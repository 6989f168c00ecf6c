package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.local.LogRecovery.Recovered;
import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens the folder of a log, step by step: look, lock, recover, settle the tail, begin a term. A log that is refused is
 * left as it was. Apply thread only.
 */
final class LogOpening {

    /** What may be in a folder that holds no log yet: what a crash of a first opening or a file system leaves. */
    private static final Set<String> HARMLESS =
            Set.of(FolderLock.FILE, FormatFile.FILE + FileNames.TEMPORARY, "lost+found");

    private final LogFiles files;
    private final LocalLogConfig config;

    LogOpening(LogFiles files, LocalLogConfig config) {
        this.files = files;
        this.config = config;
    }

    OpenLog open(LogListener listener) throws LogException {
        try {
            look();
            Closeable lock = files.lock();
            try {
                return openLocked(lock, listener);
            } catch (IOException | LogException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LogException(
                    "the log folder " + files.folder() + " cannot be used (" + e
                            + "): choose a folder on a local disk that this process may write to, with room for two files of "
                            + config.segmentBytesMax() + " bytes",
                    e);
        }
    }

    private OpenLog openLocked(Closeable lock, LogListener listener) throws IOException, LogException {
        FormatFile found = look();
        if (found == null) {
            found = new FormatFile(new SecureRandom().nextLong(), 0, 0);
            found.write(files);
        }
        Recovered recovered = new LogRecovery(files, found, listener).recover();
        removeTemporary();
        files.force();
        SnapshotStore snapshots = new SnapshotStore(files, found.logId());
        SegmentFactory factory = new SegmentFactory(files, found.logId(), config.segmentBytesMax());
        SegmentTail tail = recovered.tail();
        Segment segment = tail == null ? factory.create(1) : tail.settle(files);
        try {
            FormatFile format = new FormatFile(found.logId(), found.term() + 1, recovered.lastIndex());
            format.write(files);
            snapshots.purge(recovered.snapshotIndex());
            return new OpenLog(files, lock, format, new SegmentWriter(factory, segment), snapshots, recovered);
        } catch (IOException e) {
            segment.close();
            throw e;
        }
    }

    /** Refuses a folder that is of something else or of a newer version; null if there is no log yet. Writes nothing. */
    private @Nullable FormatFile look() throws IOException, LogException {
        List<String> names = files.list();
        FormatFile format = FormatFile.read(files, names);
        if (format == null) {
            refuseForeign(names);
        }
        return format;
    }

    private void refuseForeign(Collection<String> names) throws LogException {
        for (String name : names) {
            if (!HARMLESS.contains(name)) {
                throw new LogException("the folder " + files.folder() + " holds other files (" + name
                        + ") and no log: choose an empty folder, or a new one, for the log alone");
            }
        }
    }

    private void removeTemporary() throws IOException {
        for (String name : files.list()) {
            if (FileNames.isTemporary(name)) {
                files.delete(name);
            }
        }
    }
}
