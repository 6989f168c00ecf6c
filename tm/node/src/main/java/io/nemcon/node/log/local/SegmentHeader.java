package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment file: magic, version, log id, first index, size of the file, checksum.
 *
 * @param firstIndex every entry before it was on the disk before the segment was made
 * @param bytes the size that the file was given
 */
record SegmentHeader(long logId, long firstIndex, long bytes) {

    /** Where the first record begins. */
    static final int BYTES = 64;

    private static final long MAGIC = 0x4E454D434F4E4C47L;
    private static final int VERSION = 1;
    private static final int CHECKED_BYTES = 8 + 4 + 8 + 8 + 8;

    ByteBuffer encode() {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        header.putLong(MAGIC).putInt(VERSION).putLong(logId).putLong(firstIndex).putLong(bytes);
        header.putInt(checksum(header));
        return header.clear();
    }

    /** Reads the header of a whole segment file and checks that it is this log's, under its right name and complete. */
    static SegmentHeader decode(ByteBuffer segment, long logId, long firstIndex) throws LogException {
        String name = FileNames.segment(firstIndex);
        if (segment.limit() < BYTES
                || segment.getLong(0) != MAGIC
                || segment.getInt(CHECKED_BYTES) != checksum(segment)) {
            throw Damage.at(name, 0, "is no valid segment header");
        }
        if (segment.getInt(8) != VERSION) {
            throw Damage.at(name, 8, "names the unknown segment version " + segment.getInt(8));
        }
        SegmentHeader header = new SegmentHeader(segment.getLong(12), segment.getLong(20), segment.getLong(28));
        if (header.logId != logId || header.firstIndex != firstIndex) {
            throw Damage.at(name, 12, "is the header of another log or segment");
        }
        if (segment.limit() < header.bytes) {
            throw Damage.at(name, segment.limit(), "is the end of a file that had " + header.bytes + " bytes");
        }
        return header;
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CHECKED_BYTES));
        return (int) crc.getValue();
    }
}
