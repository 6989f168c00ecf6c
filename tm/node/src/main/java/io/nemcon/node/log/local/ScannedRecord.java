package io.nemcon.node.log.local;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A record read back.
 *
 * @param firstIndex of its first entry
 */
record ScannedRecord(long firstIndex, long term, List<byte[]> entries) {

    /** Reads a record whose checksum was found right. */
    static ScannedRecord decode(ByteBuffer record) {
        record.position(2 * Integer.BYTES);
        long firstIndex = record.getLong();
        long term = record.getLong();
        int count = record.getInt();
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] entry = new byte[record.getInt()];
            record.get(entry);
            entries.add(entry);
        }
        return new ScannedRecord(firstIndex, term, entries);
    }

    long lastIndex() {
        return firstIndex + entries.size() - 1;
    }
}
