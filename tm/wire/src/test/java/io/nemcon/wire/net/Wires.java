package io.nemcon.wire.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.WireService;
import io.nemcon.wire.client.WireClient;
import io.nemcon.wire.client.WireClientConfig;
import io.nemcon.wire.server.WireServer;
import io.nemcon.wire.server.WireServerConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Servers, clients and proxies of one test, closed in reverse order. */
public final class Wires implements AutoCloseable {

    /** Long enough never to matter. */
    public static final Duration LONG = Duration.ofMinutes(5);

    /** A silence that tests can wait for and a loaded machine does not fall into. */
    public static final WireLimits IMPATIENT =
            WireLimits.defaults().withHeartbeat(Duration.ofMillis(100), Duration.ofMillis(1500));

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    public WireServer server(WireService... services) {
        return server(WireLimits.defaults(), services);
    }

    public WireServer server(WireLimits limits, WireService... services) {
        return server(config(0, "", WireSecurity.none(), limits), services);
    }

    public WireServer server(WireSecurity security, WireService... services) {
        return server(config(0, "", security, WireLimits.defaults()), services);
    }

    public WireServer server(WireServerConfig config, WireService... services) {
        WireServer server = keep(new WireServer(config, Arrays.asList(services)));
        server.start();
        return server;
    }

    public static WireServerConfig config(int port, String group, WireSecurity security, WireLimits limits) {
        return new WireServerConfig("n1", "127.0.0.1", port, group, security, limits);
    }

    public WireClient client(String group, WireSecurity security, WireLimits limits) {
        return keep(new WireClient(new WireClientConfig("c1", group, security, limits)));
    }

    public WireConnection connection(int port) {
        return connection(port, WireSecurity.none(), WireLimits.defaults());
    }

    public WireConnection connection(int port, WireLimits limits) {
        return connection(port, WireSecurity.none(), limits);
    }

    public WireConnection connection(int port, WireSecurity security) {
        return connection(port, security, WireLimits.defaults());
    }

    public WireConnection connection(int port, WireSecurity security, WireLimits limits) {
        return client("", security, limits).connect(new WireEndpoint("127.0.0.1", port));
    }

    public WireConnection up(WireConnection connection) throws InterruptedException {
        assertThat(connection.awaitUp(Duration.ofSeconds(30)))
                .describedAs("up: %s", connection.lastFailure())
                .isTrue();
        return connection;
    }

    public Proxy proxy(int port) throws java.io.IOException {
        return keep(new Proxy(port));
    }

    public <T extends AutoCloseable> T keep(T closeable) {
        open.push(closeable);
        return closeable;
    }

    public static CompletableFuture<byte[]> call(WireConnection connection, String payload) {
        return connection.call(RecordingService.NUMBER, 1, bytes(payload), LONG);
    }

    public static String answer(CompletableFuture<byte[]> future) throws Exception {
        return text(future.get(30, TimeUnit.SECONDS));
    }

    public static WireException failure(CompletableFuture<byte[]> future) {
        try {
            byte[] answer = future.get(30, TimeUnit.SECONDS);
            throw new AssertionError("answered with " + answer.length + " bytes instead of failing");
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(WireException.class);
            return (WireException) e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("neither answered nor failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
