package io.nemcon.node.log.local;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A real file. Buffers on the heap go through in pieces: the JDK copies each piece to memory outside the heap and keeps
 * that for the thread's life.
 */
final class ChannelFile implements LogFile {

    private static final int PIECE_BYTES = 256 << 10;

    private final FileChannel channel;

    ChannelFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            ByteBuffer piece = piece(into);
            int count = channel.read(piece, at);
            if (count < 0) {
                throw new EOFException("the file ends at " + at + ", " + into.remaining() + " bytes too early");
            }
            into.position(into.position() + count);
            at += count;
        }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            int count = channel.write(piece(from), at);
            from.position(from.position() + count);
            at += count;
        }
    }

    /** Size and blocks of a file that grew are forced too: without them its bytes could not be read back. */
    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ByteBuffer piece(ByteBuffer buffer) {
        ByteBuffer piece = buffer.duplicate();
        return buffer.isDirect() || piece.remaining() <= PIECE_BYTES
                ? piece
                : piece.limit(piece.position() + PIECE_BYTES);
    }
}
