package io.nemcon.wire.frame;

import com.google.protobuf.CodedOutputStream;
import io.nemcon.wire.proto.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.DefaultByteBufHolder;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An encoded frame on its way out. Encoded on the sender's thread; counted by Netty's write buffer from then on.
 */
final class OutFrame extends DefaultByteBufHolder {

    private final Claim claim;

    private OutFrame(ByteBuf bytes, Claim claim) {
        super(bytes);
        this.claim = claim;
    }

    static OutFrame encode(ByteBufAllocator allocator, Envelope envelope, Claim claim) {
        int bodyBytes = envelope.getSerializedSize();
        ByteBuf bytes = allocator.ioBuffer(FrameHeader.BYTES + bodyBytes);
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes.nioBuffer(FrameHeader.BYTES, bodyBytes));
            envelope.writeTo(out);
            out.flush();
        } catch (IOException e) {
            bytes.release();
            throw new UncheckedIOException("encoding a frame of " + bodyBytes + " bytes", e);
        }
        bytes.writerIndex(FrameHeader.BYTES + bodyBytes);
        FrameHeader.write(bytes, 0);
        return new OutFrame(bytes, claim);
    }

    boolean claim() {
        return claim.claim();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
