package io.nemcon.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/** Passes claimed frames on, the preamble before the first, and gives up a peer that lets too many bytes wait. */
final class FrameWriter extends ChannelOutboundHandlerAdapter {

    private final int writeBufferBytesMax;
    private boolean begun;
    private boolean givenUp;

    FrameWriter(int writeBufferBytesMax) {
        this.writeBufferBytesMax = writeBufferBytesMax;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        OutFrame frame = (OutFrame) message;
        if (givenUp || !frame.claim()) {
            frame.release();
            promise.tryFailure(LinkFault.dead("withdrawn before it was sent"));
            return;
        }
        context.write(begun ? frame.content() : withPreamble(context, frame.content()), promise);
        giveUpIfStuck(context);
    }

    private ByteBuf withPreamble(ChannelHandlerContext context, ByteBuf first) {
        begun = true;
        ByteBuf preamble = context.alloc().ioBuffer(Integer.BYTES).writeInt(FrameHeader.PREAMBLE);
        return context.alloc().compositeBuffer(2).addComponents(true, preamble, first);
    }

    private void giveUpIfStuck(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            return;
        }
        long waiting = context.channel().bytesBeforeWritable()
                + context.channel().config().getWriteBufferLowWaterMark();
        if (waiting > writeBufferBytesMax) {
            givenUp = true;
            context.pipeline()
                    .fireExceptionCaught(LinkFault.dead("does not read: " + waiting
                            + " bytes wait to be sent, over writeBufferBytesMax = " + writeBufferBytesMax));
        }
    }
}
