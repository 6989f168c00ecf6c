package io.nemcon.node.log.local;

import java.nio.ByteBuffer;

/** The record under construction, outside the heap so that it is written without a copy. Apply thread only. */
final class RecordBuffer {

    private static final int BYTES_AT_FIRST = 16 << 10;
    /** A batch of small entries ends here; a larger entry is a record of its own. */
    private static final int BATCH_BYTES = 1 << 20;

    private final long bytesMax;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES_AT_FIRST);
    private long firstIndex;
    private int count;

    RecordBuffer(int recordBytesMax, long segmentBytesMax) {
        long room = segmentBytesMax - SegmentHeader.BYTES;
        bytesMax = Math.min(room, Math.max(BATCH_BYTES, RecordFormat.bytesFor(recordBytesMax)));
    }

    void begin(long first, long term) {
        buffer.clear();
        buffer.position(2 * Integer.BYTES);
        buffer.putLong(first).putLong(term).putInt(0);
        firstIndex = first;
        count = 0;
    }

    boolean hasRoomFor(byte[] entry) {
        return buffer.position() + RecordFormat.bytesInRecord(entry.length) <= bytesMax;
    }

    void add(byte[] entry) {
        int needed = (int) RecordFormat.bytesInRecord(entry.length);
        if (buffer.remaining() < needed) {
            grow(buffer.position() + needed);
        }
        buffer.putInt(entry.length).put(entry);
        count++;
    }

    long firstIndex() {
        return firstIndex;
    }

    int bytes() {
        return buffer.position();
    }

    /** The finished record, to be written at this offset of this segment and nowhere else. */
    ByteBuffer sealFor(long logId, long segmentFirst, long offset) {
        ByteBuffer record = buffer.duplicate().flip();
        RecordFormat.seal(record, logId, segmentFirst, offset, count);
        return record;
    }

    private void grow(int needed) {
        int size = (int) Math.min(bytesMax, Math.max(needed, 2L * buffer.capacity()));
        ByteBuffer larger = ByteBuffer.allocateDirect(size);
        larger.put(buffer.flip());
        buffer = larger;
    }
}
