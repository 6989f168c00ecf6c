package io.nemcon.wire;

import static io.nemcon.wire.net.Wires.LONG;
import static io.nemcon.wire.net.Wires.answer;
import static io.nemcon.wire.net.Wires.bytes;
import static io.nemcon.wire.net.Wires.call;
import static io.nemcon.wire.net.Wires.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.wire.net.Eventually;
import io.nemcon.wire.net.RecordingService;
import io.nemcon.wire.net.Wires;
import io.nemcon.wire.server.WireServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls, answers, pushes and their limits over a network that works. */
class WireCallTest {

    private final Wires wires = new Wires();

    @AfterEach
    void close() throws Exception {
        wires.close();
    }

    @Test
    void aCallIsAnsweredWithWhatItsServiceReplied() throws Exception {
        WireServer server = wires.server(RecordingService.doing(
                call -> call.reply(bytes(call.method() + " " + call.peer().name()))));
        WireConnection connection = wires.up(wires.connection(server.port()));

        assertThat(answer(connection.call(RecordingService.NUMBER, 42, new byte[0], LONG)))
                .isEqualTo("42 c1");
        assertThat(connection.peerName()).isEqualTo("n1");
    }

    @Test
    void aThousandCallsInFlightAreAnsweredEachWithItsOwnAnswerInAnyOrder() throws Exception {
        RecordingService service = RecordingService.holding();
        WireServer server = wires.server(service);
        WireConnection connection = wires.up(wires.connection(server.port()));

        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(call(connection, "call " + i));
        }
        Eventually.until("all are in flight at once", () -> service.held.size() == 1_000);
        List<WireCall> calls = new ArrayList<>(service.held);
        Collections.reverse(calls);
        calls.forEach(call -> call.reply(call.payload()));

        for (int i = 0; i < 1_000; i++) {
            assertThat(answer(answers.get(i))).isEqualTo("call " + i);
        }
    }

    @Test
    void manyThreadsShareOneConnection() throws Exception {
        WireServer server = wires.server(RecordingService.echo());
        WireConnection connection = wires.up(wires.connection(server.port()));
        BlockingQueue<String> wrong = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int thread = t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 250; i++) {
                    String sent = thread + "/" + i;
                    try {
                        String received = answer(call(connection, sent));
                        if (!received.equals(sent)) {
                            wrong.add(sent + " became " + received);
                        }
                    } catch (Exception e) {
                        wrong.add(sent + " failed: " + e);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(wrong).isEmpty();
    }

    /** Scenario 47: who asks a node that does not lead is told where the leader is. */
    @Test
    void aNodeThatDoesNotLeadNamesTheLeader() throws Exception {
        WireServer server = wires.server(RecordingService.doing(
                call -> call.fail(WireStatus.NOT_LEADER, "n1 follows n2 in term 7", "10.0.0.2:7420")));
        WireConnection connection = wires.up(wires.connection(server.port()));

        WireException redirect = failure(call(connection, "x"));

        assertThat(redirect.status()).isEqualTo(WireStatus.NOT_LEADER);
        assertThat(redirect.leaderHint()).isEqualTo("10.0.0.2:7420");
        assertThat(redirect)
                .hasMessage("method 1 of service 7 at 127.0.0.1:" + server.port() + ": n1 follows n2 in term 7");
    }

    @Test
    void everyStatusThatAServiceFailsWithReachesItsCaller() throws Exception {
        WireServer server = wires.server(
                RecordingService.doing(call -> call.fail(WireStatus.ofCode(call.method()), "because", "")));
        WireConnection connection = wires.up(wires.connection(server.port()));

        for (WireStatus status : WireStatus.values()) {
            if (status != WireStatus.OK) {
                assertThat(failure(connection.call(RecordingService.NUMBER, status.code(), new byte[0], LONG))
                                .status())
                        .isEqualTo(status);
            }
        }
    }

    @Test
    void aServiceThatIsNotThereIsAnUnknownMethod() throws Exception {
        WireServer server = wires.server(RecordingService.echo());
        WireConnection connection = wires.up(wires.connection(server.port()));

        WireException failure = failure(connection.call(99, 1, new byte[0], LONG));

        assertThat(failure.status()).isEqualTo(WireStatus.UNKNOWN_METHOD);
        assertThat(failure).hasMessageContaining("this node has no service 99");
    }

    @Test
    void aServiceThatThrowsCostsItsOwnCallOnly() throws Exception {
        WireServer server = wires.server(RecordingService.doing(call -> {
            if (call.method() == 1) {
                throw new IllegalStateException("stock is negative");
            }
            call.reply(call.payload());
        }));
        WireConnection connection = wires.up(wires.connection(server.port()));

        WireException failure = failure(call(connection, "x"));

        assertThat(failure.status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        assertThat(failure).hasMessageContaining("stock is negative");
        assertThat(answer(connection.call(RecordingService.NUMBER, 2, bytes("y"), LONG)))
                .isEqualTo("y");
    }

    @Test
    void aSecondAnswerIsAnErrorOfTheService() throws Exception {
        RecordingService service = RecordingService.holding();
        WireServer server = wires.server(service);
        WireConnection connection = wires.up(wires.connection(server.port()));
        CompletableFuture<byte[]> answer = call(connection, "x");
        WireCall call = service.nextHeld();

        call.reply(bytes("first"));

        assertThatThrownBy(() -> call.fail(WireStatus.BUSY, "second", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was answered before");
        assertThat(answer(answer)).isEqualTo("first");
    }

    @Test
    void aCallThatWasSentAndNotAnsweredInTimeHasAnUnknownOutcomeAndItsLateAnswerIsDropped() throws Exception {
        RecordingService service = RecordingService.holding();
        WireServer server = wires.server(service);
        WireConnection connection = wires.up(wires.connection(server.port()));

        WireException late =
                failure(connection.call(RecordingService.NUMBER, 1, bytes("late"), Duration.ofMillis(200)));
        assertThat(late.status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);

        WireCall call = service.nextHeld();
        Eventually.until("the service sees that nobody waits any more", () -> call.deadlineNanosLeft() == 0);
        CompletableFuture<byte[]> next = call(connection, "next");
        call.reply(bytes("too late"));
        service.nextHeld().reply(bytes("in time"));
        assertThat(answer(next)).isEqualTo("in time");
    }

    @Test
    void aCallWhoseDeadlinePassesBeforeItIsSentIsSurelyNotDelivered() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(service);
        CountDownLatch loopHeld = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        WireConnection connection = wires.up(wires.client("", WireSecurity.none(), WireLimits.defaults())
                .connect(
                        new WireEndpoint("127.0.0.1", server.port()),
                        (number, method, payload) -> {
                            loopHeld.countDown();
                            try {
                                release.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        (up, why) -> {}));
        service.onlyPeer().push(1, 1, new byte[0]);
        loopHeld.await();

        long start = System.nanoTime();
        CompletableFuture<byte[]> call = connection.call(RecordingService.NUMBER, 1, bytes("x"), Duration.ofMillis(1));
        Eventually.until("its deadline has passed", () -> System.nanoTime() - start > 10_000_000L);
        release.countDown();

        assertThat(failure(call).status()).isEqualTo(WireStatus.UNAVAILABLE);
        assertThat(answer(call(connection, "y"))).isEqualTo("y");
        assertThat(service.handled).hasValue(1);
    }

    @Test
    void aDeadlineThatHasPassedIsNotEvenTried() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(service);
        WireConnection connection = wires.up(wires.connection(server.port()));

        WireException failure = failure(connection.call(RecordingService.NUMBER, 1, bytes("x"), Duration.ZERO));

        assertThat(failure.status()).isEqualTo(WireStatus.UNAVAILABLE);
        assertThat(answer(call(connection, "y"))).isEqualTo("y");
        assertThat(service.handled).hasValue(1);
    }

    @Test
    void moreCallsThanMayBeInFlightAreRefusedByNameWithoutBeingSent() throws Exception {
        RecordingService service = RecordingService.holding();
        WireServer server = wires.server(service);
        WireConnection connection =
                wires.up(wires.connection(server.port(), WireLimits.defaults().withInFlightMax(2)));
        CompletableFuture<byte[]> first = call(connection, "1");
        CompletableFuture<byte[]> second = call(connection, "2");

        WireException third = failure(call(connection, "3"));

        assertThat(third.status()).isEqualTo(WireStatus.BUSY);
        assertThat(third).hasMessageContaining("inFlightMax = 2");
        service.nextHeld().reply(bytes("a"));
        service.nextHeld().reply(bytes("b"));
        assertThat(answer(first)).isEqualTo("a");
        assertThat(answer(second)).isEqualTo("b");
        CompletableFuture<byte[]> fourth = call(connection, "4");
        service.nextHeld().reply(bytes("c"));
        assertThat(answer(fourth)).isEqualTo("c");
    }

    @Test
    void aServerHoldsItsOwnLimitOfCallsInFlight() throws Exception {
        RecordingService service = RecordingService.holding();
        WireServer server = wires.server(WireLimits.defaults().withInFlightMax(2), service);
        WireConnection connection = wires.up(wires.connection(server.port()));
        CompletableFuture<byte[]> first = call(connection, "1");
        call(connection, "2");

        WireException third = failure(call(connection, "3"));

        assertThat(third.status()).isEqualTo(WireStatus.BUSY);
        assertThat(third).hasMessageContaining("inFlightMax = 2 calls of this connection");
        service.nextHeld().reply(bytes("a"));
        assertThat(answer(first)).isEqualTo("a");
        CompletableFuture<byte[]> fourth = call(connection, "4");
        service.nextHeld();
        service.nextHeld().reply(bytes("d"));
        assertThat(answer(fourth)).isEqualTo("d");
    }

    @Test
    void aPayloadOverTheFrameLimitIsRefusedByNameBeforeItIsSent() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(service);
        WireConnection connection =
                wires.up(wires.connection(server.port(), WireLimits.defaults().withFrameBytesMax(2048)));

        WireException failure = failure(connection.call(RecordingService.NUMBER, 1, new byte[2048], LONG));

        assertThat(failure.status()).isEqualTo(WireStatus.REFUSED);
        assertThat(failure).hasMessageContaining("is over frameBytesMax = 2048");
        assertThat(connection.isUp()).isTrue();
        assertThat(answer(call(connection, "small"))).isEqualTo("small");
        assertThat(service.handled).hasValue(1);
    }

    @Test
    void anAnswerOverTheFrameLimitSaysThatTheCallWasHandled() throws Exception {
        WireServer server = wires.server(
                WireLimits.defaults().withFrameBytesMax(2048),
                RecordingService.doing(call -> call.reply(new byte[5000])));
        WireConnection connection = wires.up(wires.connection(server.port()));

        WireException failure = failure(call(connection, "x"));

        assertThat(failure.status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        assertThat(failure).hasMessageContaining("handled").hasMessageContaining("frameBytesMax = 2048");
    }

    @Test
    void aFullFrameArrivesWhole() throws Exception {
        WireServer server = wires.server(RecordingService.echo());
        WireConnection connection = wires.up(wires.connection(server.port()));
        byte[] large = new byte[16 * 1024 * 1024 - 64];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + (i >>> 8));
        }

        assertThat(connection.call(RecordingService.NUMBER, 1, large, LONG).get(60, TimeUnit.SECONDS))
                .isEqualTo(large);
    }

    @Test
    void pushesArriveInTheOrderOfTheirSending() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(service);
        BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        wires.up(wires.client("", WireSecurity.none(), WireLimits.defaults())
                .connect(
                        new WireEndpoint("127.0.0.1", server.port()),
                        (number, method, payload) -> received.add(number * 1_000_000 + method),
                        (up, why) -> {}));
        WirePeer peer = service.onlyPeer();

        for (int i = 0; i < 500; i++) {
            assertThat(peer.push(3, i, new byte[10])).isTrue();
        }

        for (int i = 0; i < 500; i++) {
            assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(3_000_000 + i);
        }
    }

    @Test
    void aPushOverTheFrameLimitIsAnErrorOfTheService() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(WireLimits.defaults().withFrameBytesMax(2048), service);
        wires.up(wires.connection(server.port()));

        assertThatThrownBy(() -> service.onlyPeer().push(3, 1, new byte[2048]))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("frameBytesMax = 2048");
    }

    @Test
    void whatIsAttachedToAPeerStaysWithIt() throws Exception {
        RecordingService service = RecordingService.doing(call -> {
            StringBuilder seen = call.peer().attachment(StringBuilder.class);
            if (seen == null) {
                seen = new StringBuilder();
                call.peer().attach(StringBuilder.class, seen);
            }
            seen.append(new String(call.payload(), java.nio.charset.StandardCharsets.UTF_8));
            call.reply(bytes(seen.toString()));
        });
        WireServer server = wires.server(service);
        WireConnection connection = wires.up(wires.connection(server.port()));

        answer(call(connection, "a"));
        assertThat(answer(call(connection, "b"))).isEqualTo("ab");

        WirePeer peer = service.onlyPeer();
        peer.attach(StringBuilder.class, null);
        assertThat(peer.attachment(StringBuilder.class)).isNull();
    }

    @Test
    void aPeerIsOpenedOnceAndClosedOnceAndAnswersToItGoNowhere() throws Exception {
        RecordingService service = RecordingService.holding();
        WireServer server = wires.server(service);
        WireConnection connection = wires.up(wires.connection(server.port()));
        CompletableFuture<byte[]> call = call(connection, "x");
        WireCall held = service.nextHeld();

        connection.close();

        assertThat(failure(call).status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        Eventually.until("the service hears of it", () -> service.closed.size() == 1);
        assertThat(service.closed).isEqualTo(service.opened);
        assertThat(held.peer().isOpen()).isFalse();
        assertThat(held.peer().push(1, 1, new byte[0])).isFalse();
        held.reply(bytes("into the void"));
        assertThat(failure(call(connection, "y")))
                .hasMessageContaining("closed by this client")
                .extracting(WireException::status)
                .isEqualTo(WireStatus.UNAVAILABLE);
    }

    @Test
    void aServerThatThrowsAPeerOutSaysWhyAndTakesItAgain() throws Exception {
        RecordingService service = RecordingService.echo();
        WireServer server = wires.server(service);
        BlockingQueue<String> states = new LinkedBlockingQueue<>();
        WireConnection connection = wires.client("", WireSecurity.none(), WireLimits.defaults())
                .connect(
                        new WireEndpoint("127.0.0.1", server.port()),
                        (s, m, p) -> {},
                        (up, why) -> states.add(up + " " + why));
        assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo("false still connecting");
        assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo("true ");

        service.onlyPeer().close("its session has ended");

        assertThat(states.poll(30, TimeUnit.SECONDS))
                .isEqualTo("false the node closed it: closed by this node: its session has ended");
        assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo("true ");
        assertThat(connection.lastFailure()).contains("its session has ended");
    }
}
