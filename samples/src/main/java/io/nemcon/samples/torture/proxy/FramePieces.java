package io.nemcon.samples.torture.proxy;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames of Nemcon's protocol: a preamble of four bytes, then headers of twelve bytes that begin with the length of the body behind
 * them. The preamble comes as one piece with the first frame. Checksums are not looked at: that is for whom it is meant for.
 */
final class FramePieces implements Pieces {

    static final int PREAMBLE_BYTES = 4;
    static final int HEADER_BYTES = 12;

    /** Above what a peer accepts. */
    private static final int BODY_BYTES_MAX = 64 * 1024 * 1024;
    /** Each side's frames of a handshake: losing one only makes a new connection, doubling one is a fault no network makes. */
    private static final int HANDSHAKE_FRAMES = 2;

    private final DataInputStream in;
    private int frames;

    FramePieces(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in));
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        int before = frames == 0 ? PREAMBLE_BYTES : 0;
        byte[] head = new byte[before + HEADER_BYTES];
        try {
            in.readFully(head);
            int bodyBytes = ByteBuffer.wrap(head).getInt(before);
            if (bodyBytes < 0 || bodyBytes > BODY_BYTES_MAX) {
                throw new IOException("a frame of " + bodyBytes + " bytes: this is not Nemcon's protocol");
            }
            byte[] frame = new byte[head.length + bodyBytes];
            System.arraycopy(head, 0, frame, 0, head.length);
            in.readFully(frame, head.length, bodyBytes);
            frames++;
            return frame;
        } catch (EOFException e) {
            return null;
        }
    }

    @Override
    public boolean mayBeLost() {
        return frames > HANDSHAKE_FRAMES;
    }

    @Override
    public boolean moreIsThere() throws IOException {
        return in.available() > 0;
    }
}
