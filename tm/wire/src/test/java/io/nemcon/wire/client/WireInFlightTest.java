package io.nemcon.wire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireStatus;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What the caller is told depends on how far his call had come. */
class WireInFlightTest {

    private static final long FAR = 60_000_000_000L;

    private final InFlight inFlight = new InFlight(3);
    private long ids;

    private PendingCall added(long deadlineInNanos) {
        PendingCall call =
                new PendingCall(++ids, System.nanoTime() + deadlineInNanos, new WireEndpoint("n1", 7420), 7, 1);
        assertThat(inFlight.add(call)).isNull();
        return call;
    }

    private static WireStatus status(PendingCall call) {
        assertThat(call.future).isCompletedExceptionally();
        try {
            call.future.join();
            throw new AssertionError("it failed, and has an answer");
        } catch (CompletionException e) {
            return ((WireException) e.getCause()).status();
        }
    }

    @Test
    void atTheEndOfAConnectionACallThatWasSentMayHaveArrivedAndOneThatWasNotHasNot() {
        PendingCall sent = added(FAR);
        PendingCall queued = added(FAR);
        assertThat(sent.claim()).isTrue();

        inFlight.end("cut");

        assertThat(status(sent)).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        assertThat(status(queued)).isEqualTo(WireStatus.UNAVAILABLE);
        assertThat(queued.claim()).as("it must not be sent any more").isFalse();
        assertThat(inFlight.isEmpty()).isTrue();
    }

    @Test
    void aCallAddedAfterTheEndIsGivenUpAtOnce() {
        inFlight.end("cut");

        assertThat(status(added(FAR))).isEqualTo(WireStatus.UNAVAILABLE);
        assertThat(inFlight.isEmpty()).isTrue();
    }

    @Test
    void onlyCallsWhoseTimeIsOverExpire() {
        PendingCall over = added(FAR);
        PendingCall ahead = added(10 * FAR);
        over.claim();

        inFlight.expire(System.nanoTime() + 2 * FAR);

        assertThat(status(over)).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        assertThat(ahead.future).isNotDone();
        assertThat(inFlight.take(over.id)).as("a late answer finds nobody").isNull();
    }

    @Test
    void aCallPastItsDeadlineIsNotSent() {
        assertThat(added(-1).claim()).isFalse();
        assertThat(added(FAR).claim()).isTrue();
    }

    @Test
    void aFrameThatFailedToBeWrittenWasSurelyNotDelivered() {
        PendingCall call = added(FAR);
        call.claim();

        inFlight.undelivered(call.id, "reset");

        assertThat(status(call)).isEqualTo(WireStatus.UNAVAILABLE);
    }

    @Test
    void thereIsRoomAgainOnceACallIsTakenOut() {
        added(FAR);
        added(FAR);
        PendingCall third = added(FAR);
        PendingCall fourth = new PendingCall(99, FAR, new WireEndpoint("n1", 7420), 7, 1);
        assertThat(inFlight.add(fourth)).contains("inFlightMax = 3");
        assertThat(fourth.future).isNotDone();

        inFlight.take(third.id);

        assertThat(inFlight.add(fourth)).isNull();
    }
}
