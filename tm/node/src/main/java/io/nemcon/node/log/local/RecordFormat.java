package io.nemcon.node.log.local;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a record: a batch of entries that were written and forced at once. Big-endian:
 *
 * <pre>
 * int  length      of the whole record; zero where none was written
 * int  checksum    CRC32C over the place (log id, first index of the segment, offset) and all else of the record
 * long index       of the first entry
 * long term
 * int  count       of entries
 * count x { int length, bytes }
 * </pre>
 *
 * <p>A batch is one record because recovery must tell a torn tail from damage. The bytes of one write may reach the disk
 * in any order, so within a batch a lost part before a good one proves nothing. Between records it does: a record is
 * written only after the one before was forced. The place is in the checksum so that nothing is a record but where it was
 * written: not a copy in an entry's bytes, nor the remains of another file.
 *
 * <p>Assumes of the disk what most logs do: a write that is torn by a power cut leaves bytes outside it as they were.
 */
final class RecordFormat {

    static final int HEADER_BYTES = 28;

    private static final int CHECKSUM_AT = 4;
    private static final int INDEX_AT = 8;
    private static final int TERM_AT = 16;
    private static final int ENTRY_HEADER_BYTES = 4;

    private RecordFormat() {}

    /** The size of a record of one entry. */
    static long bytesFor(int entryBytes) {
        return HEADER_BYTES + bytesInRecord(entryBytes);
    }

    /** What an entry adds to a record. */
    static long bytesInRecord(int entryBytes) {
        return (long) ENTRY_HEADER_BYTES + entryBytes;
    }

    /** Completes the header of the record that fills the buffer from 0 to its limit. */
    static void seal(ByteBuffer record, long logId, long segmentFirst, long offset, int count) {
        record.putInt(0, record.limit());
        record.putInt(HEADER_BYTES - Integer.BYTES, count);
        record.putInt(CHECKSUM_AT, checksum(record, logId, segmentFirst, offset));
    }

    /** Whether these bytes of a segment are a record that was written at this offset and is whole. */
    static boolean isRecord(ByteBuffer segment, long logId, long segmentFirst, int offset) {
        int room = segment.limit() - offset;
        if (room < HEADER_BYTES) {
            return false;
        }
        int length = segment.getInt(offset);
        if (length < HEADER_BYTES + ENTRY_HEADER_BYTES
                || length > room
                || !isPlausible(segment.getLong(offset + INDEX_AT))
                || !isPlausible(segment.getLong(offset + TERM_AT))) {
            return false;
        }
        ByteBuffer record = segment.slice(offset, length);
        return record.getInt(CHECKSUM_AT) == checksum(record, logId, segmentFirst, offset);
    }

    /** Spares the checksum of nearly everything that is no record, where a torn tail is searched byte by byte. */
    private static boolean isPlausible(long indexOrTerm) {
        return indexOrTerm > 0 && indexOrTerm >>> 48 == 0;
    }

    private static int checksum(ByteBuffer record, long logId, long segmentFirst, long offset) {
        ByteBuffer place = ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES);
        place.putLong(logId).putLong(segmentFirst).putLong(offset).putInt(record.limit());
        CRC32C crc = new CRC32C();
        crc.update(place.flip());
        crc.update(record.duplicate().position(INDEX_AT));
        return (int) crc.getValue();
    }
}
