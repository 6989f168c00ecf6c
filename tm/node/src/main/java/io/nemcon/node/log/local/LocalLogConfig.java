package io.nemcon.node.log.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a local log lives and its limits. Limits may change from one opening to the next.
 *
 * @param folder the log's own folder, made if missing; on a local disk
 * @param segmentBytesMax size of a segment file, written full of zeros before its first use
 * @param recordBytesMax largest entry taken
 * @param queueMax proposals waiting for the disk; beyond it they are refused as BUSY
 * @param snapshotAfterBytes a snapshot is taken when this much was appended since the last
 */
public record LocalLogConfig(
        Path folder, long segmentBytesMax, int recordBytesMax, int queueMax, long snapshotAfterBytes) {

    public static final long DEFAULT_SEGMENT_BYTES_MAX = 16L << 20;
    public static final int DEFAULT_RECORD_BYTES_MAX = 1 << 20;
    public static final int DEFAULT_QUEUE_MAX = 8192;
    public static final long DEFAULT_SNAPSHOT_AFTER_BYTES = 32L << 20;

    private static final long SEGMENT_BYTES_LIMIT = 1L << 30;

    /** Reports everything that is wrong at once. */
    public LocalLogConfig {
        List<String> wrong = new ArrayList<>();
        if (segmentBytesMax > SEGMENT_BYTES_LIMIT) {
            wrong.add("segmentBytesMax is at most " + SEGMENT_BYTES_LIMIT + ", here " + segmentBytesMax);
        }
        if (recordBytesMax < 1) {
            wrong.add("recordBytesMax is at least 1, here " + recordBytesMax);
        }
        long smallest = SegmentHeader.BYTES + RecordFormat.bytesFor(recordBytesMax);
        if (segmentBytesMax < smallest) {
            wrong.add("segmentBytesMax must hold one entry of recordBytesMax, that is at least " + smallest + ", here "
                    + segmentBytesMax);
        }
        if (queueMax < 1 || queueMax > Inbox.LIMIT_MAX) {
            wrong.add("queueMax lies in 1.." + Inbox.LIMIT_MAX + ", here " + queueMax);
        }
        if (snapshotAfterBytes < 1) {
            wrong.add("snapshotAfterBytes is at least 1, here " + snapshotAfterBytes);
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("log in " + folder + ": " + String.join("; ", wrong));
        }
    }

    /** The defaults, for the given folder. */
    public static LocalLogConfig of(Path folder) {
        return new LocalLogConfig(
                folder,
                DEFAULT_SEGMENT_BYTES_MAX,
                DEFAULT_RECORD_BYTES_MAX,
                DEFAULT_QUEUE_MAX,
                DEFAULT_SNAPSHOT_AFTER_BYTES);
    }
}
