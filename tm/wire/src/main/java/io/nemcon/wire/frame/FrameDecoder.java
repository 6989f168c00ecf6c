package io.nemcon.wire.frame;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.nemcon.wire.proto.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;

/**
 * Bytes to envelopes. The first byte that is not as it must be ends it: a fault goes up the pipeline, and all that follows is
 * thrown away, so that nothing behind a damaged frame has an effect.
 */
final class FrameDecoder extends ByteToMessageDecoder {

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_ALERT = 0x15;

    private int frameBytesMax;
    private boolean begun;
    private boolean discarding;

    /** @param frameBytesMax until the handshake is over */
    FrameDecoder(int frameBytesMax) {
        this.frameBytesMax = frameBytesMax;
    }

    void frameBytesMax(int bytes) {
        this.frameBytesMax = bytes;
    }

    /** Throws away whatever comes from now on. */
    void discard() {
        discarding = true;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (discarding) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            if (begun || begins(in)) {
                decodeFrame(in, out);
            }
        } catch (LinkFault fault) {
            discarding = true;
            context.fireExceptionCaught(fault);
        }
    }

    private boolean begins(ByteBuf in) throws LinkFault {
        if (in.readableBytes() < Integer.BYTES) {
            return false;
        }
        int first = in.readInt();
        if (first != FrameHeader.PREAMBLE) {
            throw LinkFault.broken(stranger(first));
        }
        begun = true;
        return true;
    }

    private static String stranger(int first) {
        int firstByte = first >>> 24;
        if (firstByte == TLS_HANDSHAKE || firstByte == TLS_ALERT) {
            return Faults.TLS_ON_ONE_SIDE;
        }
        return String.format("does not speak Nemcon's protocol (its first bytes are %08x)", first);
    }

    private void decodeFrame(ByteBuf in, List<Object> out) throws LinkFault {
        if (in.readableBytes() < FrameHeader.BYTES) {
            return;
        }
        int start = in.readerIndex();
        if (!FrameHeader.intact(in, start)) {
            throw LinkFault.broken("a frame's header was damaged on the way (its CRC32C differs)");
        }
        int bodyBytes = in.getInt(start);
        if (bodyBytes < 0 || bodyBytes > frameBytesMax) {
            throw LinkFault.broken("a frame of " + bodyBytes + " bytes is over frameBytesMax = " + frameBytesMax);
        }
        if (in.readableBytes() < FrameHeader.BYTES + bodyBytes) {
            return;
        }
        int sent = in.getInt(start + 4);
        int received = FrameHeader.crc(in, start + FrameHeader.BYTES, bodyBytes);
        if (sent != received) {
            throw LinkFault.broken(String.format(
                    "a frame of %d bytes was damaged on the way (CRC32C %08x became %08x)", bodyBytes, sent, received));
        }
        byte[] body = new byte[bodyBytes];
        in.skipBytes(FrameHeader.BYTES).readBytes(body);
        out.add(parse(body));
    }

    /** Payloads share the body's array, which nobody else knows. */
    private static Envelope parse(byte[] body) throws LinkFault {
        try {
            CodedInputStream in = CodedInputStream.newInstance(body);
            in.enableAliasing(true);
            return Envelope.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw LinkFault.broken("a frame of " + body.length + " bytes is no message: " + e.getMessage());
        } catch (IOException e) {
            throw LinkFault.broken("a frame of " + body.length + " bytes cannot be read: " + e.getMessage());
        }
    }
}
