package io.nemcon.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.nemcon.wire.net.RawPeer;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Push;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames byte by byte. */
class WireFrameTest {

    private static final byte[] PREAMBLE = "NEMC".getBytes(StandardCharsets.US_ASCII);

    private final List<Throwable> faults = new ArrayList<>();

    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @AfterEach
    void releaseBuffers() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    private EmbeddedChannel receiver(int frameBytesMax) {
        return channel(new FrameDecoder(frameBytesMax));
    }

    private EmbeddedChannel channel(ChannelHandler handler) {
        EmbeddedChannel channel = new EmbeddedChannel(handler, new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                faults.add(cause);
            }
        });
        channels.add(channel);
        return channel;
    }

    private static Envelope push(String payload) {
        return Envelope.newBuilder()
                .setPush(Push.newBuilder().setService(3).setMethod(4).setPayload(ByteString.copyFromUtf8(payload)))
                .build();
    }

    private static byte[] encoded(Envelope envelope) {
        ByteBuf bytes = OutFrame.encode(UnpooledByteBufAllocator.DEFAULT, envelope, Claim.ALWAYS)
                .content();
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.readBytes(copy);
        bytes.release();
        return copy;
    }

    @Test
    void aFrameIsWrittenAsDescribed() {
        Envelope envelope = push("hello");

        assertThat(encoded(envelope)).isEqualTo(RawPeer.frame(envelope.toByteArray()));
    }

    @Test
    void aFrameInSingleBytesIsReadLikeAFrameInOnePiece() {
        EmbeddedChannel receiver = receiver(1024);
        for (byte b : PREAMBLE) {
            receiver.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        for (byte b : encoded(push("hello"))) {
            receiver.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }

        assertThat((Envelope) receiver.readInbound()).isEqualTo(push("hello"));
        assertThat(faults).isEmpty();
    }

    /** Scenario 49, for each bit of a frame. */
    @Test
    void noFlippedBitGetsThroughAndNothingBehindItHasAnEffect() {
        byte[] frame = encoded(push("withdraw 100"));
        byte[] next = encoded(push("deposit 100"));
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] damaged = frame.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            faults.clear();
            EmbeddedChannel receiver = receiver(1024);

            receiver.writeInbound(Unpooled.wrappedBuffer(PREAMBLE, damaged, next));
            receiver.writeInbound(Unpooled.wrappedBuffer(next));

            assertThat((Object) receiver.readInbound()).as("bit %d", bit).isNull();
            assertThat(faults).as("bit %d", bit).hasSize(1);
            assertThat(faults.get(0)).hasMessageContaining("damaged on the way");
            assertThat(Faults.peerListens(faults.get(0))).isTrue();
        }
    }

    @Test
    void framesBeforeADamagedOneCount() {
        byte[] damaged = encoded(push("b"));
        damaged[damaged.length - 1] ^= 1;
        EmbeddedChannel receiver = receiver(1024);

        receiver.writeInbound(Unpooled.wrappedBuffer(PREAMBLE, encoded(push("a")), damaged));

        assertThat((Envelope) receiver.readInbound()).isEqualTo(push("a"));
        assertThat((Object) receiver.readInbound()).isNull();
        assertThat(faults).hasSize(1);
    }

    @Test
    void aFrameOverTheLimitIsRefusedByItsHeaderAlone() {
        EmbeddedChannel receiver = receiver(1024);

        receiver.writeInbound(Unpooled.wrappedBuffer(PREAMBLE, RawPeer.header(1025)));

        assertThat(faults).hasSize(1);
        assertThat(faults.get(0)).hasMessage("a frame of 1025 bytes is over frameBytesMax = 1024");
    }

    @Test
    void aNegativeLengthIsRefused() {
        EmbeddedChannel receiver = receiver(1024);

        receiver.writeInbound(Unpooled.wrappedBuffer(PREAMBLE, RawPeer.header(-5)));

        assertThat(faults).hasSize(1);
    }

    @Test
    void bytesThatAreNoMessageAreRefusedThoughTheirChecksumIsRight() {
        EmbeddedChannel receiver = receiver(1024);

        receiver.writeInbound(Unpooled.wrappedBuffer(PREAMBLE, RawPeer.frame(new byte[] {(byte) 0xff, 1, 2})));

        assertThat(faults).hasSize(1);
        assertThat(faults.get(0)).hasMessageContaining("a frame of 3 bytes is no message");
    }

    @Test
    void strangersAreRecognisedByTheirFirstBytes() {
        receiver(1024).writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n", StandardCharsets.US_ASCII));
        receiver(1024).writeInbound(Unpooled.wrappedBuffer(new byte[] {0x16, 3, 1, 2, 0}));

        assertThat(faults.get(0))
                .hasMessageContaining("does not speak Nemcon's protocol")
                .hasMessageContaining("47455420");
        assertThat(faults.get(1)).hasMessageContaining("one side speaks TLS and the other plain text");
    }

    @Test
    void aWithdrawnFrameIsNotWritten() {
        EmbeddedChannel sender = channel(new FrameWriter(1024));

        var written =
                sender.writeOneOutbound(OutFrame.encode(UnpooledByteBufAllocator.DEFAULT, push("x"), () -> false));
        sender.flushOutbound();

        assertThat((Object) sender.readOutbound()).isNull();
        assertThat(written.isSuccess()).isFalse();
        assertThat(written.isDone()).isTrue();
    }

    @Test
    void aPeerThatLetsTooManyBytesWaitIsGivenUp() {
        EmbeddedChannel sender = channel(new FrameWriter(200_000));
        OutFrame[] frames = new OutFrame[4];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = OutFrame.encode(UnpooledByteBufAllocator.DEFAULT, push("x".repeat(90_000)), Claim.ALWAYS);
        }

        sender.write(frames[0]);
        sender.write(frames[1]);
        assertThat(faults).isEmpty();
        sender.write(frames[2]);
        var afterwards = sender.write(frames[3]);

        assertThat(faults).hasSize(1);
        assertThat(faults.get(0))
                .hasMessageContaining("does not read")
                .hasMessageContaining("writeBufferBytesMax = 200000");
        assertThat(Faults.peerListens(faults.get(0))).isFalse();
        assertThat(afterwards.isSuccess()).isFalse();
    }
}
