package io.nemcon.server.cli;

import io.nemcon.node.LedgerProtocol;
import io.nemcon.node.NodeStatus;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.client.WireClient;
import io.nemcon.wire.client.WireClientConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks nodes what they say of themselves, each by its own connection, kept open between questions. Thread-safe. */
public final class NodeStatusClient implements AutoCloseable {

    /** A connection, and the moment that it is first up. */
    private record Line(WireConnection connection, CompletableFuture<Void> up) {}

    private final WireClient client;
    private final Map<WireEndpoint, Line> lines = new ConcurrentHashMap<>();

    public NodeStatusClient(WireSecurity security) {
        client = new WireClient(new WireClientConfig("status", "", security, WireLimits.defaults()));
    }

    /** Fails with an IOException that says why if the node doesn't answer in time. */
    public CompletableFuture<NodeStatus> ask(WireEndpoint endpoint, Duration timeout) {
        Line line = lines.computeIfAbsent(endpoint, this::open);
        return line.up()
                .copy()
                .thenCompose(up -> line.connection()
                        .call(LedgerProtocol.SERVICE, LedgerProtocol.NODE_STATUS, new byte[0], timeout))
                .thenApply(NodeStatus::fromBytes)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        new IOException(why(line.connection(), failure, timeout), failure)));
    }

    private static String why(WireConnection connection, Throwable failure, Duration timeout) {
        String last = connection.lastFailure();
        if (!last.isEmpty() && !connection.isUp()) {
            return last;
        }
        if (failure instanceof TimeoutException) {
            return "nothing came within " + timeout.toMillis() + " ms";
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }

    private Line open(WireEndpoint endpoint) {
        CompletableFuture<Void> up = new CompletableFuture<>();
        WireConnection connection = client.connect(endpoint, (service, method, payload) -> {}, (isUp, why) -> {
            if (isUp) {
                up.complete(null);
            }
        });
        return new Line(connection, up);
    }

    @Override
    public void close() {
        lines.values().forEach(line -> line.connection().close());
        client.close();
    }
}
