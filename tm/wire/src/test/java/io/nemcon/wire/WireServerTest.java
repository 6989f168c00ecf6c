package io.nemcon.wire;

import static io.nemcon.wire.net.Wires.answer;
import static io.nemcon.wire.net.Wires.call;
import static io.nemcon.wire.net.Wires.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.wire.client.WireClient;
import io.nemcon.wire.client.WireClientConfig;
import io.nemcon.wire.net.Eventually;
import io.nemcon.wire.net.RecordingService;
import io.nemcon.wire.net.Wires;
import io.nemcon.wire.server.WireServer;
import io.nemcon.wire.server.WireServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Starting, stopping, starting again. */
class WireServerTest {

    private final Wires wires = new Wires();

    @AfterEach
    void close() throws Exception {
        wires.close();
    }

    @Test
    void aTakenPortIsNamedInOneSentence() {
        int port = wires.server(RecordingService.echo()).port();

        assertThatThrownBy(() -> wires.server(Wires.config(port, "", WireSecurity.none(), WireLimits.defaults())))
                .isInstanceOf(WireException.class)
                .hasMessageStartingWith("server n1 cannot listen on 127.0.0.1:" + port + ": ")
                .hasMessageContaining("in use");
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        WireServerConfig config =
                new WireServerConfig("n1", "no.such.host.invalid", 0, "", WireSecurity.none(), WireLimits.defaults());

        assertThatThrownBy(() -> wires.server(config))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("no.such.host.invalid, a host that is not known");
    }

    @Test
    void twoServicesCannotHaveOneNumber() {
        assertThatThrownBy(() -> wires.server(RecordingService.echo(), RecordingService.echo()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two services have number 7");
    }

    @Test
    void aServerIsStartedOnce() {
        WireServer server = wires.server(RecordingService.echo());

        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        server.close();
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aServerThatNeverStartedCanBeClosed() {
        WireServer server = new WireServer(Wires.config(0, "", WireSecurity.none(), WireLimits.defaults()), List.of());

        server.close();

        assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aServerThatShutsDownSaysSoAndItsClientsFindTheNextOneOnThePort() throws Exception {
        RecordingService service = RecordingService.holding();
        WireServer first = wires.server(service);
        int port = first.port();
        WireConnection connection = wires.up(wires.connection(port));
        CompletableFuture<byte[]> call = call(connection, "x");
        service.nextHeld();

        first.close();

        WireException failure = failure(call);
        assertThat(failure.status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
        assertThat(failure).hasMessageContaining("node n1 is shutting down");
        assertThat(service.closed).isEqualTo(service.opened);
        Eventually.until(connection::lastFailure, () -> connection.lastFailure().startsWith("cannot connect: "));
        assertThat(failure(call(connection, "y")).status()).isEqualTo(WireStatus.UNAVAILABLE);

        wires.server(Wires.config(port, "", WireSecurity.none(), WireLimits.defaults()), RecordingService.echo());
        wires.up(connection);
        assertThat(answer(call(connection, "z"))).isEqualTo("z");
    }

    @Test
    void aConnectionCanBeMadeBeforeItsServerListens() throws Exception {
        WireServer placeholder = wires.server(RecordingService.echo());
        int port = placeholder.port();
        placeholder.close();
        WireConnection connection = wires.connection(port);
        assertThat(failure(call(connection, "x")).status()).isEqualTo(WireStatus.UNAVAILABLE);
        assertThat(connection.awaitUp(Duration.ofMillis(1))).isFalse();

        wires.server(Wires.config(port, "", WireSecurity.none(), WireLimits.defaults()), RecordingService.echo());

        wires.up(connection);
    }

    @Test
    void aHostWithSeveralAddressesIsTriedAtEach() throws Exception {
        WireServer server = wires.server(RecordingService.echo());
        WireConnection connection = wires.client("", WireSecurity.none(), WireLimits.defaults())
                .connect(new WireEndpoint("localhost", server.port()));

        wires.up(connection);
    }

    @Test
    void aHostThatIsNotKnownIsAFailureThatMayPass() {
        WireConnection connection = wires.client("", WireSecurity.none(), WireLimits.defaults())
                .connect(new WireEndpoint("no.such.host.invalid", 7420));

        Eventually.until(
                connection::lastFailure,
                () -> connection.lastFailure().equals("host no.such.host.invalid is not known"));
        assertThat(failure(call(connection, "x")).status()).isEqualTo(WireStatus.UNAVAILABLE);
    }

    @Test
    void allThreadsAreDaemonsWithTellingNamesAndGoWithTheirOwner() throws Exception {
        WireServer server = new WireServer(
                new WireServerConfig("srv-a", "127.0.0.1", 0, "", WireSecurity.none(), WireLimits.defaults()),
                List.of(RecordingService.echo()));
        server.start();
        WireClient client =
                new WireClient(new WireClientConfig("cli-a", "", WireSecurity.none(), WireLimits.defaults()));
        wires.up(client.connect(new WireEndpoint("localhost", server.port())));

        List<Thread> threads = threadsOf("srv-a", "cli-a");
        assertThat(threads).hasSizeGreaterThanOrEqualTo(2).allMatch(Thread::isDaemon);

        client.close();
        server.close();
        Eventually.until("no thread is left", () -> threadsOf("srv-a", "cli-a").isEmpty());
    }

    private static List<Thread> threadsOf(String server, String client) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("nemcon-wire-" + server)
                        || thread.getName().startsWith("nemcon-wire-" + client))
                .toList();
    }

    @Test
    void aClosedClientFailsCallsAndMakesNoConnections() throws Exception {
        WireServer server = wires.server(RecordingService.echo());
        WireClient client = wires.client("", WireSecurity.none(), WireLimits.defaults());
        WireConnection connection = wires.up(client.connect(new WireEndpoint("127.0.0.1", server.port())));

        client.close();

        assertThat(failure(call(connection, "x")).status()).isEqualTo(WireStatus.UNAVAILABLE);
        assertThat(connection.isUp()).isFalse();
        connection.close();
        assertThatThrownBy(() -> client.connect(new WireEndpoint("127.0.0.1", server.port())))
                .isInstanceOf(WireException.class)
                .hasMessage("client c1 is closed");
    }

    @Test
    void aClientsConnectionsAreBounded() {
        WireServer server = wires.server(RecordingService.echo());
        WireEndpoint endpoint = new WireEndpoint("127.0.0.1", server.port());
        WireClient client =
                wires.client("", WireSecurity.none(), WireLimits.defaults().withConnectionsMax(1));
        WireConnection only = client.connect(endpoint);

        assertThatThrownBy(() -> client.connect(endpoint)).hasMessageContaining("connectionsMax = 1");

        only.close();
        Eventually.until("there is room again", () -> canConnect(client, endpoint));
    }

    private static boolean canConnect(WireClient client, WireEndpoint endpoint) {
        try {
            client.connect(endpoint);
            return true;
        } catch (WireException e) {
            return false;
        }
    }

    @Test
    void aServerMayBeClosedByOneOfItsOwnServices() throws Exception {
        WireServer[] server = new WireServer[1];
        server[0] = wires.server(RecordingService.doing(call -> server[0].close()));
        WireConnection connection = wires.up(wires.connection(server[0].port()));

        assertThat(failure(call(connection, "x")).status()).isEqualTo(WireStatus.UNKNOWN_OUTCOME);
    }
}
