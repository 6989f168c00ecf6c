package io.nemcon.server.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A snapshot as a file: magic (4), format (4), index (8), term (8), length of the state (4), the state, CRC-32C of all that
 * (4).
 */
record SnapshotFile(long index, long term, byte[] state) {

    /** What it is called in a snapshot's folder. */
    static final String NAME = "state";

    private static final int MAGIC = 0x4E4D5353;
    private static final int FORMAT = 1;
    private static final int HEAD_BYTES = 28;
    private static final int CRC_BYTES = 4;

    /** Forced to disk when this returns. */
    void write(Path file) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES)
                .putInt(MAGIC)
                .putInt(FORMAT)
                .putLong(index)
                .putLong(term)
                .putInt(state.length)
                .flip();
        CRC32C crc = new CRC32C();
        crc.update(head.duplicate());
        crc.update(state);
        ByteBuffer tail =
                ByteBuffer.allocate(CRC_BYTES).putInt((int) crc.getValue()).flip();
        DurableFile.write(file, head, ByteBuffer.wrap(state), tail);
    }

    /** Throws if the file is not exactly as it was written. */
    static SnapshotFile read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < HEAD_BYTES + CRC_BYTES) {
            throw new IOException(file + " is cut off after " + bytes.length + " bytes");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - CRC_BYTES);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int crcThen = in.getInt(bytes.length - CRC_BYTES);
        if (crcThen != (int) crc.getValue()) {
            throw new IOException(file + " is damaged: its checksum is " + Integer.toHexString((int) crc.getValue())
                    + " and was " + Integer.toHexString(crcThen));
        }
        if (in.getInt() != MAGIC || in.getInt() != FORMAT) {
            throw new IOException(file + " is no snapshot that this version can read");
        }
        long index = in.getLong();
        long term = in.getLong();
        byte[] state = new byte[in.getInt()];
        in.get(state);
        return new SnapshotFile(index, term, state);
    }
}
