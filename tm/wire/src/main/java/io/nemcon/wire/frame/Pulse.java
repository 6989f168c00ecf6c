package io.nemcon.wire.frame;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Signs of life: sends one every {@code heartbeat}, and takes the peer for dead when {@code silence} passed without a byte.
 * First in the pipeline, so that every byte counts, also those of a frame that is not complete yet. Event loop only.
 *
 * <p>Silence is counted in beats of this side's own timer, not on a clock: a process that was paused finds one silent beat
 * and then reads what had arrived meanwhile, instead of taking the whole world for dead.
 */
final class Pulse extends ChannelInboundHandlerAdapter {

    private final Duration heartbeat;
    private final Duration silence;
    private final long silentBeatsMax;

    private @Nullable ChannelHandlerContext context;
    private boolean heard;
    private long silentBeats;

    Pulse(Duration heartbeat, Duration silence) {
        this.heartbeat = heartbeat;
        this.silence = silence;
        this.silentBeatsMax = (silence.toNanos() + heartbeat.toNanos() - 1) / heartbeat.toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        heard = true;
        context.fireChannelRead(message);
    }

    /** Begins to beat. Before this the handshake's own timeout holds. */
    void start(Runnable beat) {
        ChannelHandlerContext at = context;
        if (at != null && at.channel().isActive()) {
            at.executor().schedule(() -> onBeat(at, beat), heartbeat.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void onBeat(ChannelHandlerContext at, Runnable beat) {
        if (!at.channel().isActive()) {
            return;
        }
        silentBeats = heard ? 0 : silentBeats + 1;
        heard = false;
        if (silentBeats >= silentBeatsMax) {
            at.fireExceptionCaught(
                    LinkFault.dead("silent for " + silence.toMillis() + " ms (silence), so taken for dead"));
            return;
        }
        beat.run();
        start(beat);
    }
}
