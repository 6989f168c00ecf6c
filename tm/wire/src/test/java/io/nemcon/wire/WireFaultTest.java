package io.nemcon.wire;

import static io.nemcon.wire.net.Wires.IMPATIENT;
import static io.nemcon.wire.net.Wires.LONG;
import static io.nemcon.wire.net.Wires.answer;
import static io.nemcon.wire.net.Wires.bytes;
import static io.nemcon.wire.net.Wires.call;
import static io.nemcon.wire.net.Wires.failure;
import static io.nemcon.wire.net.Wires.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.wire.net.Eventually;
import io.nemcon.wire.net.Proxy;
import io.nemcon.wire.net.Proxy.Mode;
import io.nemcon.wire.net.RawPeer;
import io.nemcon.wire.net.RecordingService;
import io.nemcon.wire.net.Wires;
import io.nemcon.wire.proto.Call;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.server.WireServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a network does to connections, and what callers and services learn of it. */
class WireFaultTest {

    private final Wires wires = new Wires();

    @AfterEach
    void close() throws Exception {
        wires.close();
    }

    /** Scenario 48: no packet gets through any more, and nobody says so. */
    @Test
    void aHalfOpenConnectionIsNoticedByBothSidesAndNothingIsDeliveredTwice() throws Exception {
        List<String> delivered = new CopyOnWriteArrayList<>();
        RecordingService service = RecordingService.doing(call -> {
            delivered.add(text(call.payload()));
            call.reply(call.payload());
        });
        WireServer server = wires.server(IMPATIENT, service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port(), IMPATIENT));
        assertThat(answer(call(connection, "before"))).isEqualTo("before");

        proxy.toServer.mode(Mode.VANISH);
        proxy.toClient.mode(Mode.VANISH);
        WireException lost = failure(call(connection, "into the void"));

        assertThat(lost.status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        assertThat(lost).hasMessageContaining("silent for 1500 ms (silence), so taken for dead");
        Eventually.until("the server notices it by itself", () -> service.closed.size() == 1);

        proxy.toServer.mode(Mode.PASS);
        proxy.toClient.mode(Mode.PASS);
        wires.up(connection);
        assertThat(answer(call(connection, "after"))).isEqualTo("after");
        assertThat(delivered).containsExactly("before", "after");
    }

    /** Scenario 48, the other half: the request arrives and the answer does not. It is not asked again by itself. */
    @Test
    void anAnswerThatVanishedLeavesAnUnknownOutcomeAndOneDelivery() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(IMPATIENT, service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port(), IMPATIENT));

        proxy.toClient.mode(Mode.VANISH);
        assertThat(failure(call(connection, "x")).status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        proxy.toClient.mode(Mode.PASS);

        wires.up(connection);
        assertThat(answer(call(connection, "y"))).isEqualTo("y");
        assertThat(service.handled).hasValue(2);
    }

    @Test
    void anIdleConnectionStaysUpByItsSignsOfLife() throws Exception {
        WireLimits limits = WireLimits.defaults().withHeartbeat(Duration.ofMillis(100), Duration.ofSeconds(1));
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(limits, service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port(), limits));

        long start = System.nanoTime();
        Eventually.until("three times the silence has passed", () -> System.nanoTime() - start > 3_000_000_000L);

        assertThat(answer(call(connection, "x"))).isEqualTo("x");
        assertThat(service.opened).hasSize(1);
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    /** Scenario 49. */
    @Test
    void aFlippedBitInARequestHasNoEffectAndEndsTheConnectionWithTheReason() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port()));
        proxy.toServer.flipAfter(60);

        WireException failure = failure(call(connection, "withdraw 100".repeat(20)));

        assertThat(failure.status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        assertThat(failure).hasMessageContaining("the node closed it: ").hasMessageContaining("was damaged on the way");
        assertThat(service.handled).hasValue(0);
        wires.up(connection);
        assertThat(answer(call(connection, "y"))).isEqualTo("y");
    }

    /** Scenario 49, the other direction. */
    @Test
    void aFlippedBitInAnAnswerIsNotBelieved() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port()));
        proxy.toClient.flipAfter(60);

        WireException failure = failure(call(connection, "committed".repeat(20)));

        assertThat(failure.status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        assertThat(failure).hasMessageContaining("was damaged on the way");
        wires.up(connection);
    }

    @Test
    void aCutCompletesAllCallsInFlightAtOnceAndTheLineComesUpAgain() throws Exception {
        RecordingService service = RecordingService.holding();
        WireServer server = wires.server(service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port()));
        List<CompletableFuture<byte[]>> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            calls.add(call(connection, "call " + i));
        }
        Eventually.until("all are delivered", () -> service.held.size() == 1_000);

        proxy.refuse(true);
        proxy.cut();

        for (CompletableFuture<byte[]> call : calls) {
            assertThat(failure(call).status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        }
        Eventually.until("the service hears of it", () -> service.closed.size() == 1);
        assertThat(failure(call(connection, "x")).status()).isEqualTo(WireStatus.UNAVAILABLE);
        proxy.refuse(false);
        wires.up(connection);
        CompletableFuture<byte[]> next = call(connection, "next");
        service.held.forEach(call -> call.reply(call.payload()));
        Eventually.until("it is delivered", () -> service.handled.get() == 1_001);
        service.held.stream()
                .filter(call -> call.peer().isOpen() && text(call.payload()).equals("next"))
                .findFirst()
                .ifPresent(WireFaultTest::replyUnlessAnswered);
        assertThat(answer(next)).isEqualTo("next");
    }

    private static void replyUnlessAnswered(WireCall call) {
        try {
            call.reply(call.payload());
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("was answered before");
        }
    }

    @Test
    void whoeverLearnsThatHisCallWasCutOffFindsTheLineDown() throws Exception {
        RecordingService service = RecordingService.holding();
        WireServer server = wires.server(service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port()));
        CompletableFuture<Boolean> upAtFailure = call(connection, "x").handle((answer, failure) -> connection.isUp());
        service.nextHeld();

        proxy.cut();

        assertThat(upAtFailure.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aConnectionCutInTheMiddleOfAFrameDeliversNothingOfIt() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port()));
        proxy.toServer.cutAfter(5_000);

        WireException failure = failure(connection.call(RecordingService.NUMBER, 1, new byte[100_000], LONG));

        assertThat(failure.status()).isIn(WireStatus.UNKNOWN_OUTCOME, WireStatus.UNAVAILABLE);
        Eventually.until("the server notices", () -> service.closed.size() >= 1);
        assertThat(service.handled).hasValue(0);
        wires.up(connection);
        assertThat(answer(call(connection, "x"))).isEqualTo("x");
    }

    /** The frame never left this machine whole, so that is what the caller is told. */
    @Test
    void aCallThatWasStillWaitingToBeSentWhenTheConnectionWasCutIsSurelyNotDelivered() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port()));
        proxy.toServer.mode(Mode.STALL);
        CompletableFuture<byte[]> large = connection.call(RecordingService.NUMBER, 1, new byte[15_000_000], LONG);
        Eventually.until("its bytes fill the buffers", () -> connection
                .call(RecordingService.NUMBER, 1, new byte[1], LONG)
                .isCompletedExceptionally());

        proxy.cut();

        assertThat(failure(large).status()).isEqualTo(WireStatus.UNAVAILABLE);
        assertThat(service.handled).hasValue(0);
    }

    @Test
    void oneThatReceivesAFrameOverItsLimitClosesWithTheReason() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(WireLimits.defaults().withFrameBytesMax(10_000), service);
        WireConnection connection = wires.up(wires.connection(server.port()));

        WireException failure = failure(connection.call(RecordingService.NUMBER, 1, new byte[5_000_000], LONG));

        assertThat(failure.status())
                .as("depends on whether the last of its bytes had left")
                .isIn(WireStatus.UNKNOWN_OUTCOME, WireStatus.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("is over frameBytesMax = 10000");
        assertThat(service.handled).hasValue(0);
        wires.up(connection);
    }

    /** Scenario 51. */
    @Test
    void aSlowReceiverIsPushedNoMoreAndItsSignsOfLifeAreNotStuckBehindBulkData() throws Exception {
        WireLimits limits = IMPATIENT.withWriteBuffer(1_000_000, 64_000_000);
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(limits, service);
        Proxy proxy = wires.proxy(server.port());
        AtomicInteger received = new AtomicInteger();
        WireConnection connection = wires.up(wires.client("", WireSecurity.none(), IMPATIENT)
                .connect(
                        new WireEndpoint("127.0.0.1", proxy.port()),
                        (s, method, payload) -> received.incrementAndGet(),
                        (up, why) -> {}));
        WirePeer peer = service.onlyPeer();
        proxy.toClient.delay(10);

        int pushed = 0;
        while (peer.push(3, pushed, new byte[100_000])) {
            pushed++;
            assertThat(pushed).as("pushes taken without bound").isLessThan(1_000);
        }
        assertThat(peer.isOpen()).isTrue();
        int taken = pushed;
        Eventually.until("all that was taken arrives", () -> received.get() == taken);
        assertThat(answer(call(connection, "x"))).isEqualTo("x");
        assertThat(peer.push(3, 1, new byte[1])).isTrue();
        assertThat(service.opened).as("the connection was never taken for dead").hasSize(1);
    }

    /** Scenario 51, when the receiver does not read at all: it is dead, and the sender's memory is bounded until then. */
    @Test
    void aReceiverThatStopsReadingIsTakenForDead() throws Exception {
        WireLimits limits = IMPATIENT.withWriteBuffer(1_000_000, 64_000_000);
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(limits, service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port(), IMPATIENT));
        WirePeer peer = service.onlyPeer();
        proxy.toClient.mode(Mode.STALL);

        Eventually.until("its buffers are full", () -> !peer.push(3, 1, new byte[100_000]));

        Eventually.until(connection::lastFailure, () -> connection.lastFailure().contains("silent for 1500 ms"));
        Eventually.until("the server knows", () -> service.closed.size() >= 1);
        proxy.toClient.mode(Mode.PASS);
        wires.up(connection);
    }

    /** Scenario 51, from the caller's side. */
    @Test
    void callsToANodeThatDoesNotReadAreBusyByName() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection =
                wires.up(wires.connection(proxy.port(), WireLimits.defaults().withWriteBuffer(1_000_000, 64_000_000)));
        proxy.toServer.mode(Mode.STALL);
        List<CompletableFuture<byte[]>> calls = new ArrayList<>();
        CompletableFuture<byte[]> last;
        do {
            last = connection.call(RecordingService.NUMBER, 1, new byte[100_000], LONG);
            calls.add(last);
            assertThat(calls.size()).isLessThan(1_000);
        } while (!last.isCompletedExceptionally());

        WireException busy = failure(last);
        assertThat(busy.status()).isEqualTo(WireStatus.BUSY);
        assertThat(busy).hasMessageContaining("writeBufferBytes = 1000000 wait to be sent");

        proxy.toServer.mode(Mode.PASS);
        calls.remove(last);
        for (CompletableFuture<byte[]> call : calls) {
            assertThat(answer(call)).hasSize(100_000);
        }
        assertThat(service.handled).hasValue(calls.size());
    }

    /** A client that asks and asks and never reads its answers. */
    @Test
    void aClientThatDoesNotReadItsAnswersIsGivenUpBeforeItCostsMemory() throws Exception {
        RecordingService service = RecordingService.doing(call -> call.reply(new byte[100_000]));
        WireServer server = wires.server(WireLimits.defaults().withWriteBuffer(1_000_000, 2_000_000), service);
        try (RawPeer greedy = new RawPeer(server.port())) {
            greedy.handshake();
            WirePeer peer = service.onlyPeer();
            RecordingService flood = service;
            int id = 0;
            try {
                while (peer.isOpen() && id < 1_000_000) {
                    greedy.send(Envelope.newBuilder()
                            .setCall(Call.newBuilder()
                                    .setId(++id)
                                    .setService(RecordingService.NUMBER)
                                    .setDeadlineLeftNs(LONG.toNanos()))
                            .build());
                }
            } catch (java.io.IOException e) {
                assertThat(id).as("given up while it was sending").isPositive();
            }
            Eventually.until("it is given up", () -> flood.closed.size() == 1);
        }
    }

    @Test
    void aSlowNetworkOnlyDelays() throws Exception {
        WireServer server = wires.server(RecordingService.echo());
        Proxy proxy = wires.proxy(server.port());
        proxy.toServer.delay(20);
        proxy.toClient.delay(20);
        WireConnection connection = wires.up(wires.connection(proxy.port()));
        List<CompletableFuture<byte[]>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(call(connection, "call " + i));
        }

        for (int i = 0; i < 200; i++) {
            assertThat(answer(calls.get(i))).isEqualTo("call " + i);
        }
    }

    @Test
    void aLineComesUpAgainAfterEachOfManyCuts() throws Exception {
        WireServer server = wires.server(RecordingService.echo());
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port()));
        for (int i = 0; i < 10; i++) {
            int before = proxy.accepted();
            proxy.cut();
            Eventually.until("it has connected anew", () -> proxy.accepted() > before && connection.isUp());
            int round = i;
            Eventually.until("a call gets through", () -> answered(connection, "round " + round));
        }
    }

    private static boolean answered(WireConnection connection, String payload) {
        try {
            return text(connection
                            .call(RecordingService.NUMBER, 1, bytes(payload), Duration.ofSeconds(10))
                            .join())
                    .equals(payload);
        } catch (java.util.concurrent.CompletionException e) {
            return false;
        }
    }
}
