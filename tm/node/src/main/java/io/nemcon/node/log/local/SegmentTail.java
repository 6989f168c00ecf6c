package io.nemcon.node.log.local;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The end of the newest segment as it was found.
 *
 * @param lastRecord the last whole record; empty if the segment has none
 * @param end behind that record
 * @param dirtyEnd behind the last byte other than zero: what lies between is a torn record
 */
record SegmentTail(SegmentHeader header, ByteBuffer lastRecord, int end, int dirtyEnd) {

    /**
     * Cuts a torn record (scenario 12) and makes the rest durable; the segment that is returned can be appended to.
     *
     * <p>The last record is written once more before the force. The process before may have died because its force failed,
     * and then the system holds the bytes as clean though they are not on the disk; earlier records are proven by it.
     */
    Segment settle(LogFiles files) throws IOException {
        LogFile file = files.open(FileNames.segment(header.firstIndex()));
        try {
            file.write(lastRecord.duplicate(), end - lastRecord.remaining());
            Zeros.write(file, end, dirtyEnd);
            file.force();
            return new Segment(file, header, end);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }
}
