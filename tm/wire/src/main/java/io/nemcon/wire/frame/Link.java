package io.nemcon.wire.frame;

import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireName;
import io.nemcon.wire.proto.Beat;
import io.nemcon.wire.proto.Bye;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One channel that speaks in envelopes; both ends are built on it.
 *
 * <p>What keeps signs of life from being stuck behind bulk data: a frame is bounded, so is what waits to be sent, each byte of
 * bulk data counts as a sign of life for its receiver, and the two directions do not share a buffer. Thread-safe where a
 * method does not say otherwise.
 */
public final class Link {

    /** Longest text of a peer that is shown. */
    public static final int WORDS_MAX = 512;

    /** All that a peer may send before it has proved itself. */
    private static final int HANDSHAKE_FRAME_BYTES_MAX = 4096;

    private static final int FLUSHES_CONSOLIDATED = 256;
    private static final long LAST_WORD_MS = 1_000;
    private static final long TLS_CLOSE_MS = 200;

    private static final Envelope BEAT =
            Envelope.newBuilder().setBeat(Beat.getDefaultInstance()).build();

    private final Channel channel;
    private final WireLimits limits;
    private final Pulse pulse;
    private final FrameDecoder decoder;

    private Link(Channel channel, WireLimits limits) {
        this.channel = channel;
        this.limits = limits;
        this.pulse = new Pulse(limits.heartbeat(), limits.silence());
        this.decoder = new FrameDecoder(Math.min(HANDSHAKE_FRAME_BYTES_MAX, limits.frameBytesMax()));
    }

    /** Builds the channel's pipeline up to where envelopes come out. */
    public static Link install(Channel channel, WireLimits limits, @Nullable SslHandler tls) {
        Link link = new Link(channel, limits);
        channel.pipeline().addLast(link.pulse);
        if (tls != null) {
            tls.setHandshakeTimeout(limits.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
            tls.setCloseNotifyFlushTimeout(TLS_CLOSE_MS, TimeUnit.MILLISECONDS);
            if (!tls.engine().getUseClientMode()) {
                channel.pipeline().addLast(new PlainTextGuard());
            }
            channel.pipeline().addLast(tls);
        }
        channel.pipeline()
                .addLast(
                        new FlushConsolidationHandler(FLUSHES_CONSOLIDATED, true),
                        link.decoder,
                        new FrameWriter(limits.writeBufferBytesMax()));
        return link;
    }

    /** Adds the handler that owns the connection, in the place of the one before it if there is one. */
    public void owner(@Nullable ChannelHandler before, ChannelHandler next) {
        if (before == null) {
            channel.pipeline().addLast(next);
        } else {
            channel.pipeline().replace(before, null, next);
        }
    }

    /** The handshake is over: large frames and signs of life from now on. Event loop only. */
    public void established() {
        decoder.frameBytesMax(limits.frameBytesMax());
        pulse.start(this::beat);
    }

    private void beat() {
        if (channel.isWritable()) {
            send(BEAT, Claim.ALWAYS);
        }
    }

    /** The limit's name and the numbers if the envelope is too large to send; null if it fits. */
    public @Nullable String tooLarge(Envelope envelope) {
        int bytes = envelope.getSerializedSize();
        return bytes <= limits.frameBytesMax()
                ? null
                : "a frame of " + bytes + " bytes is over frameBytesMax = " + limits.frameBytesMax();
    }

    /** The limit's name if so many bytes wait to be sent that nothing should be added; null if there is room. */
    public @Nullable String congested() {
        return channel.isWritable()
                ? null
                : "writeBufferBytes = " + limits.writeBufferBytes() + " wait to be sent to " + remote();
    }

    /** Sends. If the future fails, the frame was surely not delivered whole. */
    public ChannelFuture send(Envelope envelope, Claim claim) {
        return channel.writeAndFlush(OutFrame.encode(channel.alloc(), envelope, claim));
    }

    /** Tells the peer why and closes; at once if the peer would not hear it. Nothing that still arrives has an effect. */
    public void bye(String why) {
        lastWord(Envelope.newBuilder()
                .setBye(Bye.newBuilder().setWhy(shown(why)))
                .build());
    }

    /** Ends a handshake. */
    public void refuse(String why, boolean passing) {
        lastWord(Envelope.newBuilder()
                .setRefusal(Refusal.newBuilder().setWhy(shown(why)).setPassing(passing))
                .build());
    }

    /**
     * The peer closes when it has read the word; closing here at once would lose it where unread data turns the close into a
     * reset. A peer that does not close is cut off after {@link #LAST_WORD_MS}.
     */
    private void lastWord(Envelope word) {
        if (!channel.isActive() || !channel.isWritable()) {
            close();
            return;
        }
        onLoop(decoder::discard);
        send(word, Claim.ALWAYS);
        channel.eventLoop().schedule(this::close, LAST_WORD_MS, TimeUnit.MILLISECONDS);
    }

    private void onLoop(Runnable action) {
        if (channel.eventLoop().inEventLoop()) {
            action.run();
        } else {
            channel.eventLoop().execute(action);
        }
    }

    /** Closes at once. */
    public void close() {
        channel.close();
    }

    public boolean isActive() {
        return channel.isActive();
    }

    public Channel channel() {
        return channel;
    }

    /** The peer's address. */
    public String remote() {
        SocketAddress address = channel.remoteAddress();
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : String.valueOf(address);
    }

    /** Words from or for a peer, fit to be shown and to be sent. */
    public static String shown(String words) {
        return WireName.printable(words, WORDS_MAX);
    }
}
