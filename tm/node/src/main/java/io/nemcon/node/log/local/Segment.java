package io.nemcon.node.log.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The segment that records are appended to; beyond its end the file holds zeros only. Apply thread only. */
final class Segment implements Closeable {

    private final LogFile file;
    private final SegmentHeader header;
    private long end;

    Segment(LogFile file, SegmentHeader header, long end) {
        this.file = file;
        this.header = header;
        this.end = end;
    }

    boolean fits(int bytes) {
        return end + bytes <= header.bytes();
    }

    boolean isHalfFull() {
        return end > header.bytes() / 2;
    }

    /** Writes one record; durable on return. After a failure the file must not be written again. */
    void append(RecordBuffer record) throws IOException {
        ByteBuffer bytes = record.sealFor(header.logId(), header.firstIndex(), end);
        int length = bytes.remaining();
        file.write(bytes, end);
        file.force();
        end += length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
