package io.nemcon.node.log.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot files: a header (magic, checksum, log id, index, term, length), then the state. Used by one thread at a time.
 *
 * <p>A snapshot gets its name when it is whole and forced, and only then what it replaces is removed.
 */
final class SnapshotStore {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
    private static final long MAGIC = 0x4E454D434F4E5301L;
    private static final int HEADER_BYTES = 48;
    private static final int CHECKED_FROM = 16;

    private final LogFiles files;
    private final long logId;

    SnapshotStore(LogFiles files, long logId) {
        this.files = files;
        this.logId = logId;
    }

    /** Durable on return. */
    void write(Snapshot snapshot) throws IOException {
        String name = FileNames.snapshot(snapshot.index());
        String temporary = name + FileNames.TEMPORARY;
        try {
            try (LogFile file = files.create(temporary)) {
                file.write(header(snapshot), 0);
                file.write(ByteBuffer.wrap(snapshot.state()), HEADER_BYTES);
                file.force();
            }
            files.rename(temporary, name);
            files.force();
        } catch (IOException e) {
            removeAfter(e, temporary);
            throw e;
        }
    }

    /** The newest snapshot that is whole; older ones stand in for a damaged one as long as the log reaches back to them. */
    Snapshot newest(Collection<String> names) throws IOException {
        List<Long> indexes = new ArrayList<>(FileNames.snapshots(names));
        Collections.reverse(indexes);
        for (long index : indexes) {
            Snapshot snapshot = read(index);
            if (snapshot != null) {
                return snapshot;
            }
            LOG.warn("snapshot {} in {} is damaged, trying an older one", FileNames.snapshot(index), files.folder());
        }
        return Snapshot.NONE;
    }

    /** Removes the snapshots before this index and the segments whose every entry it covers. */
    void purge(long index) throws IOException {
        List<String> names = files.list();
        List<Long> segments = FileNames.segments(names);
        for (int i = 0; i + 1 < segments.size() && segments.get(i + 1) <= index + 1; i++) {
            files.delete(FileNames.segment(segments.get(i)));
        }
        for (long older : FileNames.snapshots(names)) {
            if (older < index) {
                files.delete(FileNames.snapshot(older));
            }
        }
        files.force();
    }

    private @Nullable Snapshot read(long index) throws IOException {
        try (LogFile file = files.open(FileNames.snapshot(index))) {
            long size = file.size();
            if (size < HEADER_BYTES || size > Integer.MAX_VALUE) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            file.read(bytes, 0);
            bytes.flip();
            boolean whole = bytes.getLong(0) == MAGIC
                    && bytes.getInt(8) == checksum(bytes.slice(CHECKED_FROM, bytes.limit() - CHECKED_FROM))
                    && bytes.getLong(16) == logId
                    && bytes.getLong(24) == index;
            byte[] state = new byte[bytes.limit() - HEADER_BYTES];
            bytes.get(HEADER_BYTES, state);
            return whole && bytes.getLong(40) == state.length ? new Snapshot(index, bytes.getLong(32), state) : null;
        }
    }

    private ByteBuffer header(Snapshot snapshot) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(0, MAGIC)
                .putLong(16, logId)
                .putLong(24, snapshot.index())
                .putLong(32, snapshot.term())
                .putLong(40, snapshot.state().length);
        ByteBuffer checked = header.slice(CHECKED_FROM, HEADER_BYTES - CHECKED_FROM);
        return header.putInt(8, checksum(checked, ByteBuffer.wrap(snapshot.state())));
    }

    private void removeAfter(IOException failure, String temporary) {
        try {
            files.delete(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static int checksum(ByteBuffer... parts) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : parts) {
            crc.update(part);
        }
        return (int) crc.getValue();
    }
}
