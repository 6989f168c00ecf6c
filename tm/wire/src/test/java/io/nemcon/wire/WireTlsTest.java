package io.nemcon.wire;

import static io.nemcon.wire.net.Wires.answer;
import static io.nemcon.wire.net.Wires.call;
import static io.nemcon.wire.net.Wires.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.wire.client.WireClient;
import io.nemcon.wire.client.WireClientConfig;
import io.nemcon.wire.net.Certificates;
import io.nemcon.wire.net.Eventually;
import io.nemcon.wire.net.Proxy;
import io.nemcon.wire.net.RecordingService;
import io.nemcon.wire.net.Wires;
import io.nemcon.wire.server.WireServer;
import io.nemcon.wire.server.WireServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections, and who is not let near one. */
class WireTlsTest {

    private static final String SECRET = "correct horse battery";

    @TempDir
    static Path folder;

    private static Certificates node;
    private static Certificates client;
    private static Certificates stranger;

    private final Wires wires = new Wires();
    private final RecordingService service = RecordingService.echo();

    @BeforeAll
    static void makeCertificates() throws Exception {
        node = Certificates.make(folder, "node", "ip:127.0.0.1");
        client = Certificates.make(folder, "client", "dns:client.example");
        stranger = Certificates.make(folder, "stranger", "ip:127.0.0.1");
    }

    @AfterEach
    void close() throws Exception {
        wires.close();
    }

    private static WireSecurity ofNode(@Nullable String secret) {
        return new WireSecurity(node.certificate(), node.privateKey(), null, false, secret);
    }

    private static WireSecurity ofNodeThatKnowsItsClients() {
        return new WireSecurity(node.certificate(), node.privateKey(), client.certificate(), true, null);
    }

    private static WireSecurity trusting(Certificates whom, @Nullable String secret) {
        return new WireSecurity(null, null, whom.certificate(), false, secret);
    }

    private static WireSecurity presenting(Certificates own) {
        return new WireSecurity(own.certificate(), own.privateKey(), node.certificate(), false, null);
    }

    private WireConnection refused(WireConnection connection) {
        Eventually.until(connection::lastFailure, connection::isRefused);
        assertThat(failure(call(connection, "x")).status()).isEqualTo(WireStatus.REFUSED);
        assertThat(service.opened).isEmpty();
        return connection;
    }

    @Test
    void callsGoOverTlsWithASecret() throws Exception {
        WireServer server = wires.server(ofNode(SECRET), service);
        WireConnection connection = wires.up(wires.connection(server.port(), trusting(node, SECRET)));

        assertThat(answer(call(connection, "x"))).isEqualTo("x");
    }

    @Test
    void manyAndLargeCallsGoOverTls() throws Exception {
        WireServer server = wires.server(ofNode(SECRET), service);
        WireConnection connection = wires.up(wires.connection(server.port(), trusting(node, SECRET)));
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(call(connection, "call " + i));
        }
        byte[] large = new byte[4_000_000];
        large[3_999_999] = 42;
        CompletableFuture<byte[]> largeAnswer = connection.call(RecordingService.NUMBER, 1, large, Wires.LONG);

        for (int i = 0; i < 1_000; i++) {
            assertThat(answer(answers.get(i))).isEqualTo("call " + i);
        }
        assertThat(largeAnswer.get(60, TimeUnit.SECONDS)).isEqualTo(large);
    }

    @Test
    void theSecretIsProvedInsideOfTlsToo() {
        WireServer server = wires.server(ofNode(SECRET), service);

        WireConnection connection = refused(wires.connection(server.port(), trusting(node, "wrong donkey")));

        assertThat(connection.lastFailure()).contains("does not know this node's shared secret");
    }

    @Test
    void aNodeThatTheTrustFileDoesNotVouchForIsRefused() {
        WireServer server = wires.server(ofNode(null), service);

        WireConnection connection = refused(wires.connection(server.port(), trusting(stranger, null)));

        assertThat(connection.lastFailure())
                .contains("TLS failed: ")
                .contains("unable to find valid certification path");
    }

    @Test
    void aNodeWhoseCertificateNamesAnotherHostIsRefused() {
        WireServer server =
                wires.server(new WireSecurity(client.certificate(), client.privateKey(), null, false, null), service);

        WireConnection connection = refused(wires.connection(server.port(), trusting(client, null)));

        assertThat(connection.lastFailure()).contains("TLS failed: ").contains("127.0.0.1");
    }

    @Test
    void aClientThatSpeaksPlainTextToATlsNodeIsToldSo() {
        WireServer server = wires.server(ofNode(null), service);

        WireConnection connection = refused(wires.connection(server.port()));

        assertThat(connection.lastFailure()).contains("one side speaks TLS and the other plain text");
    }

    @Test
    void aClientThatSpeaksTlsToAPlainTextNodeIsToldSo() {
        WireServer server = wires.server(service);

        WireConnection connection = refused(wires.connection(server.port(), trusting(node, null)));

        assertThat(connection.lastFailure()).contains("one side speaks TLS and the other plain text");
    }

    @Test
    void aClientProvesItselfByItsCertificate() throws Exception {
        WireServer server = wires.server(ofNodeThatKnowsItsClients(), service);
        WireConnection connection = wires.up(wires.connection(server.port(), presenting(client)));

        assertThat(answer(call(connection, "x"))).isEqualTo("x");
    }

    @Test
    void aClientWithoutTheCertificateThatIsRequiredIsRefused() {
        WireServer server = wires.server(ofNodeThatKnowsItsClients(), service);

        WireConnection connection = refused(wires.connection(server.port(), trusting(node, null)));

        assertThat(connection.lastFailure()).contains("TLS failed: ").contains("certificate");
    }

    @Test
    void aClientWithACertificateThatNobodyVouchesForIsRefused() {
        WireServer server = wires.server(ofNodeThatKnowsItsClients(), service);

        WireConnection connection = refused(wires.connection(server.port(), presenting(stranger)));

        assertThat(connection.lastFailure()).contains("TLS failed: ").contains("certificate");
    }

    /** Scenario 49 under TLS, which finds the damage by itself. */
    @Test
    void aFlippedBitEndsATlsConnectionWithoutEffect() throws Exception {
        WireServer server = wires.server(ofNode(SECRET), service);
        Proxy proxy = wires.proxy(server.port());
        WireConnection connection = wires.up(wires.connection(proxy.port(), trusting(node, SECRET)));
        proxy.toServer.flipAfter(30);

        WireException failure = failure(call(connection, "x".repeat(100)));

        assertThat(failure.status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        assertThat(service.handled).hasValue(0);
        wires.up(connection);
        assertThat(answer(call(connection, "y"))).isEqualTo("y");
    }

    @Test
    void aConnectionCutDuringItsTlsHandshakeIsNoRefusal() throws Exception {
        WireServer server = wires.server(ofNode(SECRET), service);
        Proxy proxy = wires.proxy(server.port());
        proxy.toClient.cutAfter(100);
        WireConnection connection = wires.connection(proxy.port(), trusting(node, SECRET));

        Eventually.until(
                connection::lastFailure, () -> !connection.lastFailure().isEmpty());
        assertThat(connection.isRefused()).isFalse();
        wires.up(connection);
    }

    @Test
    void listeningToANetworkWithoutTlsAndAuthenticationIsRefusedWithWhatToConfigure() {
        assertThatThrownBy(() -> exposed(WireSecurity.none()))
                .isInstanceOf(WireException.class)
                .hasMessage("server n1 is to listen on 0.0.0.0, which is not a loopback address, and so needs TLS"
                        + " (missing: configure certificate and privateKey) and authentication (missing: configure a"
                        + " secret, or trust and clientCertificateRequired); or let it listen on 127.0.0.1");
        assertThatThrownBy(() -> exposed(ofNode(null)))
                .hasMessageContaining("TLS (configured) and authentication (missing");
        assertThatThrownBy(() -> exposed(new WireSecurity(null, null, null, false, SECRET)))
                .hasMessageContaining("TLS (missing")
                .hasMessageContaining("authentication (configured)");
    }

    @Test
    void listeningToANetworkWithTlsAndAuthenticationIsFine() throws Exception {
        WireServer withSecret = exposed(ofNode(SECRET));
        WireServer withCertificates = exposed(ofNodeThatKnowsItsClients());

        wires.up(wires.connection(withSecret.port(), trusting(node, SECRET)));
        wires.up(wires.connection(withCertificates.port(), presenting(client)));
    }

    private WireServer exposed(WireSecurity security) {
        return wires.server(new WireServerConfig("n1", "0.0.0.0", 0, "", security, WireLimits.defaults()), service);
    }

    @Test
    void pemFilesThatAreNotThereOrAreNoneAreNamed() throws Exception {
        Path missing = folder.resolve("missing.pem");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "not a key\n");

        assertThatThrownBy(() -> wires.server(new WireSecurity(missing, node.privateKey(), null, false, null)))
                .isInstanceOf(WireException.class)
                .hasMessage("certificate " + missing + " does not exist");
        assertThatThrownBy(() -> wires.server(new WireSecurity(node.certificate(), garbage, null, false, null)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining(garbage + " is not usable as PEM (a key must be PKCS 8)");
        assertThatThrownBy(() ->
                        wires.server(new WireSecurity(node.certificate(), node.privateKey(), garbage, true, null)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("trust file " + garbage + " is not usable as PEM");
        assertThatThrownBy(() -> new WireClient(new WireClientConfig(
                        "c1", "", new WireSecurity(null, null, folder, false, null), WireLimits.defaults())))
                .isInstanceOf(WireException.class)
                .hasMessage("trust file " + folder + " cannot be read");
        assertThatThrownBy(() -> wires.server(new WireSecurity(null, null, node.certificate(), false, null)))
                .hasMessageContaining("a server with TLS needs a certificate and a private key");
    }
}
