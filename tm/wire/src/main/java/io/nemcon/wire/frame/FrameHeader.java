package io.nemcon.wire.frame;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The twelve bytes before each frame's body: its length, the CRC32C of the body, and the CRC32C of these eight bytes.
 *
 * <p>The header has a checksum of its own because a flipped bit in the length would otherwise leave the receiver waiting for
 * bytes that never come, on a connection that looks alive.
 */
final class FrameHeader {

    static final int BYTES = 12;

    /** What each side sends before its first frame, so that a stranger on the port is recognised by his first bytes. */
    static final int PREAMBLE = 0x4E454D43;

    private static final int CHECKED_BYTES = 8;

    private FrameHeader() {}

    /** Fills in the header in front of a body that begins at {@code start + BYTES} and ends at the writer index. */
    static void write(ByteBuf frame, int start) {
        int bodyBytes = frame.writerIndex() - start - BYTES;
        frame.setInt(start, bodyBytes);
        frame.setInt(start + 4, crc(frame, start + BYTES, bodyBytes));
        frame.setInt(start + CHECKED_BYTES, crc(frame, start, CHECKED_BYTES));
    }

    /** Whether the header at the index is as it was sent. */
    static boolean intact(ByteBuf in, int index) {
        return in.getInt(index + CHECKED_BYTES) == crc(in, index, CHECKED_BYTES);
    }

    static int crc(ByteBuf bytes, int index, int length) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : bytes.nioBuffers(index, length)) {
            crc.update(part);
        }
        return (int) crc.getValue();
    }
}
