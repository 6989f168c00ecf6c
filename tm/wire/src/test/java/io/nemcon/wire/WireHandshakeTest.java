package io.nemcon.wire;

import static io.nemcon.wire.net.Wires.answer;
import static io.nemcon.wire.net.Wires.bytes;
import static io.nemcon.wire.net.Wires.call;
import static io.nemcon.wire.net.Wires.failure;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import io.nemcon.wire.net.Eventually;
import io.nemcon.wire.net.RawPeer;
import io.nemcon.wire.net.RecordingService;
import io.nemcon.wire.net.Wires;
import io.nemcon.wire.proto.Call;
import io.nemcon.wire.proto.Challenge;
import io.nemcon.wire.proto.Envelope;
import io.nemcon.wire.proto.Hello;
import io.nemcon.wire.proto.Proof;
import io.nemcon.wire.proto.Welcome;
import io.nemcon.wire.server.WireServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who gets in, who does not, and what both sides are told. */
class WireHandshakeTest {

    private static final String SECRET = "correct horse battery";

    private final Wires wires = new Wires();
    private final RecordingService service = RecordingService.echo();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.nemcon.wire");

    private static WireSecurity secret(String secret) {
        return new WireSecurity(null, null, null, false, secret);
    }

    @BeforeEach
    void listenToTheLog() {
        logger.setLevel(Level.ALL);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() throws Exception {
        wires.close();
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private List<String> logged() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private void awaitLogged(String words) {
        Eventually.until(
                () -> words + " in " + logged(), () -> logged().stream().anyMatch(line -> line.contains(words)));
    }

    /** The connection after the node has refused it. */
    private WireConnection refused(WireConnection connection) {
        Eventually.until(connection::lastFailure, connection::isRefused);
        return connection;
    }

    @Test
    void bothSidesWithTheSameSecretComeTogether() throws Exception {
        WireServer server = wires.server(secret(SECRET), service);
        WireConnection connection = wires.up(wires.connection(server.port(), secret(SECRET)));

        assertThat(answer(call(connection, "x"))).isEqualTo("x");
        assertThat(logged()).noneMatch(line -> line.contains("horse"));
    }

    @Test
    void aWrongSecretIsRefusedInWordsOnBothSidesAndNeverLogged() {
        WireServer server = wires.server(secret(SECRET), service);
        WireConnection connection = refused(wires.connection(server.port(), secret("wrong donkey battery")));

        WireException failure = failure(call(connection, "x"));

        assertThat(failure.status()).isEqualTo(WireStatus.REFUSED);
        assertThat(failure).hasMessageContaining("client c1 does not know this node's shared secret");
        awaitLogged("refused: does not know this node's shared secret");
        assertThat(service.opened).isEmpty();
        assertThat(logged()).noneMatch(line -> line.contains("horse") || line.contains("donkey"));
    }

    @Test
    void aClientWithoutTheSecretIsRefused() {
        WireServer server = wires.server(secret(SECRET), service);
        WireConnection connection = refused(wires.connection(server.port()));

        assertThat(failure(call(connection, "x")))
                .hasMessageContaining("has no shared secret, and this node asks for one");
        assertThat(service.opened).isEmpty();
    }

    @Test
    void aServerWithoutTheSecretIsNotTrusted() {
        WireServer server = wires.server(service);
        WireConnection connection = refused(wires.connection(server.port(), secret(SECRET)));

        assertThat(failure(call(connection, "x")).status()).isEqualTo(WireStatus.REFUSED);
        assertThat(connection.lastFailure()).contains("asks for proof of a shared secret, and this node has none");
        assertThat(service.opened).isEmpty();
    }

    /** A server that answers with the client's own proof, and one that makes one up. */
    @Test
    void aServerThatDoesNotKnowTheSecretCannotPassForOneThatDoes() throws Exception {
        try (ServerSocket impostor = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            WireConnection connection = wires.connection(impostor.getLocalPort(), secret(SECRET));
            for (int i = 0; i < 2; i++) {
                try (RawPeer client = new RawPeer(impostor.accept())) {
                    client.receive();
                    client.preamble()
                            .send(Envelope.newBuilder()
                                    .setChallenge(Challenge.newBuilder()
                                            .setVersion(1)
                                            .setSecret(true)
                                            .setNonce(ByteString.copyFrom(new byte[32])))
                                    .build());
                    ByteString proof = client.receive().getProof().getProof();
                    assertThat(proof.size()).isEqualTo(32);
                    ByteString answer = i == 0 ? proof : ByteString.copyFrom(new byte[32]);
                    client.send(Envelope.newBuilder()
                            .setWelcome(Welcome.newBuilder().setName("n1").setProof(answer))
                            .build());
                    assertThat(client.receive().getRefusal().getWhy())
                            .isEqualTo("the node does not know this client's shared secret");
                    refused(connection);
                    assertThat(connection.isUp()).isFalse();
                }
            }
        }
    }

    @Test
    void aServerThatAsksForNoProofIsNotTrustedEither() throws Exception {
        try (ServerSocket impostor = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            WireConnection connection = wires.connection(impostor.getLocalPort(), secret(SECRET));
            try (RawPeer client = new RawPeer(impostor.accept())) {
                client.receive();
                client.preamble()
                        .send(Envelope.newBuilder()
                                .setChallenge(Challenge.newBuilder()
                                        .setVersion(1)
                                        .setNonce(ByteString.copyFrom(new byte[32])))
                                .build());
                assertThat(client.receive().getRefusal().getWhy())
                        .contains("cannot prove that it knows the shared secret");
            }
            assertThat(failure(call(refused(connection), "x")).status()).isEqualTo(WireStatus.REFUSED);
        }
    }

    @Test
    void aClientOfAnUnknownVersionIsRefusedInWordsOnBothSides() throws Exception {
        WireServer server = wires.server(service);
        try (RawPeer client = new RawPeer(server.port())) {
            Hello hello = RawPeer.hello().setVersionMin(9).setVersionMax(9).build();
            client.preamble().send(Envelope.newBuilder().setHello(hello).build());

            assertThat(client.receive().getRefusal().getWhy())
                    .isEqualTo("client raw speaks version 9, this node speaks 1 to 1");
        }
        awaitLogged("refused: speaks version 9, this node speaks 1 to 1");
    }

    @Test
    void aServerOfAnUnknownVersionIsRefusedInWordsOnBothSides() throws Exception {
        try (ServerSocket later = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            WireConnection connection = wires.connection(later.getLocalPort());
            try (RawPeer client = new RawPeer(later.accept())) {
                client.receive();
                client.preamble()
                        .send(Envelope.newBuilder()
                                .setChallenge(Challenge.newBuilder()
                                        .setVersion(9)
                                        .setNonce(ByteString.copyFrom(new byte[32])))
                                .build());
                assertThat(client.receive().getRefusal().getWhy())
                        .isEqualTo("the node speaks version 9, this client speaks 1 to 1");
            }
            assertThat(failure(call(refused(connection), "x")))
                    .hasMessageContaining("the node speaks version 9, this client speaks 1 to 1");
        }
    }

    @Test
    void aClientThatSpeaksALaterVersionTooIsSpokenToInOurs() throws Exception {
        WireServer server = wires.server(service);
        try (RawPeer client = new RawPeer(server.port())) {
            Hello hello = RawPeer.hello().setVersionMax(9).build();
            client.preamble().send(Envelope.newBuilder().setHello(hello).build());

            assertThat(client.receive().getChallenge().getVersion()).isEqualTo(1);
        }
    }

    @Test
    void aClientOfAnotherGroupIsRefused() {
        WireServer server = wires.server(Wires.config(0, "00ab", WireSecurity.none(), WireLimits.defaults()), service);
        WireConnection connection = refused(wires.client("00cd", WireSecurity.none(), WireLimits.defaults())
                .connect(new WireEndpoint("127.0.0.1", server.port())));

        assertThat(failure(call(connection, "x")))
                .hasMessageContaining("client c1 belongs to group 00cd, this node to group 00ab")
                .extracting(WireException::status)
                .isEqualTo(WireStatus.REFUSED);
        awaitLogged("belongs to group 00cd, this node to group 00ab");
    }

    @Test
    void aServerThatTellsAnotherGroupThanItCheckedIsRefusedByTheClient() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            WireConnection connection = wires.client("00cd", WireSecurity.none(), WireLimits.defaults())
                    .connect(new WireEndpoint("127.0.0.1", other.getLocalPort()));
            try (RawPeer client = new RawPeer(other.accept())) {
                client.receive();
                client.preamble()
                        .send(Envelope.newBuilder()
                                .setChallenge(Challenge.newBuilder()
                                        .setVersion(1)
                                        .setNonce(ByteString.copyFrom(new byte[32])))
                                .build());
                client.receive();
                client.send(Envelope.newBuilder()
                        .setWelcome(Welcome.newBuilder().setName("n1").setGroup("00ab"))
                        .build());
                assertThat(client.receive().getRefusal().getWhy())
                        .isEqualTo("the node belongs to group 00ab, this client to group 00cd");
            }
            refused(connection);
        }
    }

    @Test
    void groupsAreComparedOnlyWhenBothSidesNameOne() throws Exception {
        WireServer known = wires.server(Wires.config(0, "00ab", WireSecurity.none(), WireLimits.defaults()), service);
        WireServer unknown = wires.server(service);

        WireConnection learning = wires.up(wires.connection(known.port()));
        assertThat(learning.peerGroup()).isEqualTo("00ab");
        wires.up(wires.client("00AB", WireSecurity.none(), WireLimits.defaults())
                .connect(new WireEndpoint("127.0.0.1", known.port())));
        wires.up(wires.client("00cd", WireSecurity.none(), WireLimits.defaults())
                .connect(new WireEndpoint("127.0.0.1", unknown.port())));
    }

    @Test
    void aRefusedClientKeepsTryingAndGetsInOnceItIsMended() throws Exception {
        WireServer strict = wires.server(secret(SECRET), service);
        int port = strict.port();
        WireConnection connection = refused(wires.connection(port));
        assertThat(failure(call(connection, "x")).status()).isEqualTo(WireStatus.REFUSED);

        strict.close();
        wires.server(Wires.config(port, "", WireSecurity.none(), WireLimits.defaults()), service);

        wires.up(connection);
        assertThat(answer(call(connection, "x"))).isEqualTo("x");
        assertThat(connection.isRefused()).isFalse();
    }

    @Test
    void beforeItsHandshakeAPeerGetsNothingButARefusal() throws Exception {
        WireServer server = wires.server(secret(SECRET), service);
        Envelope call = Envelope.newBuilder()
                .setCall(Call.newBuilder().setId(1).setService(RecordingService.NUMBER))
                .build();
        try (RawPeer stranger = new RawPeer(server.port())) {
            stranger.preamble().send(call);
            assertThat(stranger.receive().getRefusal().getWhy()).contains("sent CALL before the handshake was over");
            assertThat(stranger.isClosedByPeer()).isTrue();
        }
        try (RawPeer stranger = new RawPeer(server.port())) {
            stranger.preamble()
                    .send(Envelope.newBuilder()
                            .setProof(Proof.getDefaultInstance())
                            .build())
                    .send(call);
            assertThat(stranger.receive().getRefusal().getWhy()).contains("sent a proof before it was asked for one");
        }
        try (RawPeer stranger = new RawPeer(server.port())) {
            stranger.preamble()
                    .send(Envelope.newBuilder()
                            .setHello(RawPeer.hello().setSecret(true))
                            .build());
            Challenge challenge = stranger.receive().getChallenge();
            assertThat(challenge.getNonce().size()).isEqualTo(32);
            stranger.send(Envelope.newBuilder()
                            .setProof(Proof.newBuilder().setProof(ByteString.copyFrom(new byte[32])))
                            .build())
                    .send(call);
            assertThat(stranger.receive().getRefusal().getWhy()).contains("does not know this node's shared secret");
            assertThat(stranger.isClosedByPeer()).isTrue();
        }
        assertThat(service.opened).isEmpty();
        assertThat(service.handled).hasValue(0);
    }

    @Test
    void aStrangerCannotMakeAServerHoldALargeFrame() throws Exception {
        WireServer server = wires.server(service);
        try (RawPeer stranger = new RawPeer(server.port())) {
            stranger.preamble().raw(RawPeer.header(1_000_000));

            assertThat(stranger.receive().getRefusal().getWhy()).contains("a frame of 1000000 bytes is over");
        }
    }

    @Test
    void aShortNonceIsRefused() throws Exception {
        WireServer server = wires.server(service);
        try (RawPeer client = new RawPeer(server.port())) {
            client.preamble()
                    .send(Envelope.newBuilder()
                            .setHello(RawPeer.hello().setNonce(ByteString.copyFromUtf8("abc")))
                            .build());

            assertThat(client.receive().getRefusal().getWhy()).contains("sent a nonce of 3 bytes instead of 32");
        }
    }

    @Test
    void namesAndGroupsOfAnyLengthAreRefusedWithoutBeingRepeated() throws Exception {
        WireServer server = wires.server(service);
        try (RawPeer client = new RawPeer(server.port())) {
            client.preamble()
                    .send(Envelope.newBuilder()
                            .setHello(RawPeer.hello().setName("n".repeat(2000)))
                            .build());
            assertThat(client.receive().getRefusal().getWhy())
                    .contains("has no name of 1 to 128 characters")
                    .hasSizeLessThan(1000);
        }
        try (RawPeer client = new RawPeer(server.port())) {
            client.preamble()
                    .send(Envelope.newBuilder()
                            .setHello(RawPeer.hello().setGroup("0".repeat(2000)))
                            .build());
            assertThat(client.receive().getRefusal().getWhy())
                    .isEqualTo("client raw has a group id of more than 128 characters");
        }
    }

    @Test
    void aPeerCannotForgeLinesOfTheLog() throws Exception {
        WireServer server = wires.server(service);
        try (RawPeer client = new RawPeer(server.port())) {
            client.preamble()
                    .send(Envelope.newBuilder()
                            .setHello(RawPeer.hello()
                                    .setName("a\nWARN all is lost")
                                    .setVersionMin(9)
                                    .setVersionMax(9))
                            .build());
            client.receive();
        }

        awaitLogged("a?WARN all is lost");
    }

    @Test
    void aStrangerIsToldThatThisIsNoWebServer() throws Exception {
        WireServer server = wires.server(service);
        try (RawPeer browser = new RawPeer(server.port())) {
            browser.raw(bytes("GET / HTTP/1.1\r\nHost: n1\r\n\r\n"));

            assertThat(browser.receive().getRefusal().getWhy()).contains("does not speak Nemcon's protocol");
            assertThat(browser.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aClientThatReachesSomethingElseSaysSo() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            WireConnection connection = wires.connection(web.getLocalPort());
            try (RawPeer client = new RawPeer(web.accept())) {
                client.raw(bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
                refused(connection);
            }
            assertThat(connection.lastFailure()).contains("the node does not speak Nemcon's protocol");
        }
    }

    @Test
    void whoDoesNotFinishItsHandshakeIsSentAway() throws Exception {
        WireLimits limits = WireLimits.defaults().withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(100));
        WireServer server = wires.server(limits, service);
        try (RawPeer idle = new RawPeer(server.port())) {
            assertThat(idle.receive().getRefusal().getWhy())
                    .isEqualTo("client did not finish its handshake within 100 ms (handshakeTimeout)");
        }
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            WireConnection connection = wires.connection(mute.getLocalPort(), limits);
            Eventually.until(
                    connection::lastFailure,
                    () -> connection.lastFailure().equals("no handshake within 100 ms (handshakeTimeout)"));
            assertThat(failure(call(connection, "x")).status()).isEqualTo(WireStatus.UNAVAILABLE);
        }
    }

    @Test
    void aFullServerNamesItsLimitAndTakesTheNextWhenThereIsRoom() throws Exception {
        WireServer server = wires.server(WireLimits.defaults().withConnectionsMax(1), service);
        WireConnection first = wires.up(wires.connection(server.port()));
        WireConnection second = wires.connection(server.port());
        Eventually.until(
                second::lastFailure, () -> second.lastFailure().contains("connectionsMax = 1 connections taken"));
        assertThat(failure(call(second, "x")).status()).isEqualTo(WireStatus.UNAVAILABLE);

        first.close();

        wires.up(second);
        assertThat(answer(call(second, "x"))).isEqualTo("x");
    }

    @Test
    void aRefusalThatRepeatsItselfIsLoggedOnce() {
        WireServer server = wires.server(secret(SECRET), service);
        WireConnection connection = refused(wires.connection(
                server.port(), WireLimits.defaults().withReconnect(Duration.ofMillis(1), Duration.ofMillis(2))));
        Eventually.until(
                () -> "many refusals: " + logged(),
                () -> logged().stream()
                                .filter(line -> line.contains("refused:"))
                                .count()
                        > 5);

        assertThat(List.copyOf(log.list).stream()
                        .filter(event -> event.getLevel() == Level.WARN)
                        .map(ILoggingEvent::getFormattedMessage)
                        .filter(line -> line.contains("handshake of c1")))
                .hasSize(1);
        assertThat(connection.isRefused()).isTrue();
    }
}
