package io.nemcon.wire.frame;

import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * In front of a server's TLS: answers a client that begins in plain text in plain text, so that it learns why it is not let
 * in. Reads nothing but the first byte.
 */
final class PlainTextGuard extends ChannelInboundHandlerAdapter {

    private static final int PREAMBLE_FIRST_BYTE = FrameHeader.PREAMBLE >>> 24;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes
                && bytes.isReadable()
                && bytes.getByte(bytes.readerIndex()) == PREAMBLE_FIRST_BYTE) {
            ReferenceCountUtil.release(message);
            turnAway(context);
            return;
        }
        context.pipeline().remove(this);
        context.fireChannelRead(message);
    }

    private static void turnAway(ChannelHandlerContext context) {
        Envelope refusal = Envelope.newBuilder()
                .setRefusal(Refusal.newBuilder().setWhy(Faults.TLS_ON_ONE_SIDE))
                .build();
        context.write(context.alloc().ioBuffer(Integer.BYTES).writeInt(FrameHeader.PREAMBLE));
        context.writeAndFlush(
                OutFrame.encode(context.alloc(), refusal, Claim.ALWAYS).content());
        context.fireExceptionCaught(LinkFault.dead(Faults.TLS_ON_ONE_SIDE));
    }
}
