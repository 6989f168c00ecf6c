package io.nemcon.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signs of life under a clock that the test moves. */
class WirePulseTest {

    private final List<Throwable> faults = new ArrayList<>();
    private final AtomicInteger beats = new AtomicInteger();
    private final Pulse pulse = new Pulse(Duration.ofMillis(500), Duration.ofSeconds(3));
    private EmbeddedChannel channel;

    @BeforeEach
    void start() {
        channel = new EmbeddedChannel(pulse, new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                faults.add(cause);
            }
        });
        channel.freezeTime();
        pulse.start(beats::incrementAndGet);
    }

    private void pass(long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private void receiveOneByte() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
    }

    @Test
    void itBeatsAtEachInterval() {
        for (int i = 0; i < 4; i++) {
            receiveOneByte();
            pass(500);
        }

        assertThat(beats).hasValue(4);
    }

    @Test
    void onePeersSilenceIsNoticedAfterTheBoundAndNotBefore() {
        for (int i = 0; i < 5; i++) {
            pass(500);
        }
        assertThat(faults).isEmpty();

        pass(500);

        assertThat(faults).hasSize(1);
        assertThat(faults.get(0)).hasMessage("silent for 3000 ms (silence), so taken for dead");
    }

    @Test
    void aSingleByteOfAFrameIsASignOfLife() {
        for (int i = 0; i < 20; i++) {
            pass(500);
            if (i % 4 == 0) {
                receiveOneByte();
            }
        }

        assertThat(faults).isEmpty();
    }

    /** Like scenario 55, seen from the one that was paused. */
    @Test
    void aPauseOfThisProcessIsNotTakenForSilenceOfItsPeers() {
        pass(60_000);

        assertThat(faults).isEmpty();
        receiveOneByte();
        pass(2_500);
        assertThat(faults).isEmpty();
    }
}
