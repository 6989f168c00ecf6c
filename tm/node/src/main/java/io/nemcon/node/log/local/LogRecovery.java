package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogListener;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log back to its listener: the newest snapshot, then every entry after it. Writes nothing.
 *
 * <p>What it proves. Each record was written after the one before was forced, so the first bad record can be the torn
 * last one only if no whole record follows it (scenario 12); it is damage if one does, or if the log then ends before an
 * index that some file names as durable (scenario 12b). Segments follow each other without a gap.
 */
final class LogRecovery {

    private final LogFiles files;
    private final FormatFile format;
    private final LogListener listener;
    private long snapshotIndex;
    private long nextIndex;
    private long newestTerm;
    private long replayedBytes;

    LogRecovery(LogFiles files, FormatFile format, LogListener listener) {
        this.files = files;
        this.format = format;
        this.listener = listener;
    }

    Recovered recover() throws IOException, LogException {
        List<String> names = files.list();
        Snapshot snapshot = new SnapshotStore(files, format.logId()).newest(names);
        if (snapshot.index() > 0) {
            listener.restoreSnapshot(snapshot.index(), snapshot.term(), snapshot.state());
        }
        snapshotIndex = snapshot.index();
        List<Long> segments = FileNames.segments(names);
        if (segments.isEmpty()) {
            return requireNew(names);
        }
        SegmentScan last = replayAll(afterSnapshot(segments));
        requireNothingLost(last, names);
        return new Recovered(nextIndex - 1, snapshotIndex, replayedBytes, last.tail());
    }

    /** The first segment file is made before the first opening is complete, so a missing one is a loss ever after. */
    private Recovered requireNew(Collection<String> names) throws LogException {
        if (format.term() > 0 || !FileNames.snapshots(names).isEmpty()) {
            throw Damage.of("no segment file is left in " + files.folder());
        }
        return new Recovered(0, 0, 0, null);
    }

    /** The segments with entries after the snapshot; before them lies at most what a purge left over. */
    private List<Long> afterSnapshot(List<Long> segments) throws LogException {
        int from = 0;
        while (from + 1 < segments.size() && segments.get(from + 1) <= snapshotIndex + 1) {
            from++;
        }
        long first = segments.get(from);
        if (first > snapshotIndex + 1) {
            throw Damage.of("the entries " + (snapshotIndex + 1) + " to " + (first - 1)
                    + " are in no whole snapshot and no segment of " + files.folder());
        }
        return segments.subList(from, segments.size());
    }

    private SegmentScan replayAll(List<Long> segments) throws IOException, LogException {
        SegmentScan scan = replay(segments.get(0));
        for (long first : segments.subList(1, segments.size())) {
            if (first != nextIndex) {
                throw Damage.at(
                        scan.name(),
                        scan.end(),
                        "should hold entry " + nextIndex + ", the next segment begins at " + first);
            }
            scan = replay(first);
        }
        return scan;
    }

    private SegmentScan replay(long first) throws IOException, LogException {
        SegmentScan scan = SegmentScan.of(files, format.logId(), first);
        nextIndex = first;
        while (scan.hasNext()) {
            int offset = scan.end();
            ScannedRecord record = scan.next();
            if (record.firstIndex() != nextIndex || record.term() < newestTerm || record.term() > format.term()) {
                throw Damage.at(
                        scan.name(),
                        offset,
                        "holds entry " + record.firstIndex() + " of term " + record.term() + " where entry " + nextIndex
                                + " of a term " + newestTerm + ".." + format.term() + " belongs");
            }
            newestTerm = record.term();
            replay(record);
        }
        replayedBytes += scan.end();
        return scan;
    }

    private void replay(ScannedRecord record) {
        for (byte[] entry : record.entries()) {
            if (nextIndex > snapshotIndex) {
                listener.onCommitted(nextIndex, record.term(), entry);
            }
            nextIndex++;
        }
    }

    private void requireNothingLost(SegmentScan last, Collection<String> names) throws LogException {
        int later = last.laterRecord();
        if (later >= 0) {
            throw Damage.at(last.name(), last.end(), "is no valid record, and a whole one follows at " + later);
        }
        long durable = Math.max(format.end(), snapshotIndex);
        for (long snapshot : FileNames.snapshots(names)) {
            durable = Math.max(durable, snapshot);
        }
        if (nextIndex <= durable) {
            throw Damage.at(
                    last.name(),
                    last.end(),
                    "is no valid record, and the entries " + nextIndex + " to " + durable + " were on the disk");
        }
    }

    /**
     * What was found.
     *
     * @param lastIndex of the newest entry, replayed or in the snapshot
     * @param bytes of the segments read
     * @param tail null if there is no segment yet
     */
    record Recovered(
            long lastIndex,
            long snapshotIndex,
            long bytes,
            @Nullable SegmentTail tail) {}
}
