package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads one segment file record by record. What ends the records is looked at byte by byte. */
final class SegmentScan {

    private final SegmentHeader header;
    private final ByteBuffer bytes;
    private int last = -1;
    private int end = SegmentHeader.BYTES;

    private SegmentScan(SegmentHeader header, ByteBuffer bytes) {
        this.header = header;
        this.bytes = bytes;
    }

    /** Reads the whole file, which is at most a segment's size. */
    static SegmentScan of(LogFiles files, long logId, long firstIndex) throws IOException, LogException {
        try (LogFile file = files.open(FileNames.segment(firstIndex))) {
            long size = file.size();
            if (size > Integer.MAX_VALUE) {
                throw Damage.at(FileNames.segment(firstIndex), Integer.MAX_VALUE, "is larger than any segment");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            file.read(bytes, 0);
            bytes.flip();
            return new SegmentScan(SegmentHeader.decode(bytes, logId, firstIndex), bytes);
        }
    }

    SegmentHeader header() {
        return header;
    }

    String name() {
        return FileNames.segment(header.firstIndex());
    }

    /** Behind the last record read. */
    int end() {
        return end;
    }

    boolean hasNext() {
        return isRecord(end);
    }

    /** The record at {@link #end}, which moves behind it. */
    ScannedRecord next() {
        int length = bytes.getInt(end);
        ScannedRecord record = ScannedRecord.decode(bytes.slice(end, length));
        last = end;
        end += length;
        return record;
    }

    /** The place of the first whole record beyond {@link #end}, or -1. */
    int laterRecord() {
        int dirtyEnd = dirtyEnd();
        for (int at = end + 1; at < dirtyEnd; at++) {
            if (isRecord(at)) {
                return at;
            }
        }
        return -1;
    }

    /** The tail as it has to be settled before anything is appended. */
    SegmentTail tail() {
        ByteBuffer record = last < 0 ? ByteBuffer.allocate(0) : bytes.slice(last, end - last);
        return new SegmentTail(header, record, end, dirtyEnd());
    }

    private boolean isRecord(int offset) {
        return RecordFormat.isRecord(bytes, header.logId(), header.firstIndex(), offset);
    }

    private int dirtyEnd() {
        int dirty = bytes.limit();
        while (dirty > end && bytes.get(dirty - 1) == 0) {
            dirty--;
        }
        return dirty;
    }
}
