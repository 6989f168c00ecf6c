package io.nemcon.server.raft.rpc;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.client.WireClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Lines over the node's wire client, one connection for each peer. */
public final class WirePeerLinks implements PeerLinks {

    private final Host host;
    private final WireClient client;
    private final Map<WireEndpoint, WireConnection> connections = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** The client stays its owner's. */
    public WirePeerLinks(Host host, WireClient client) {
        this.host = host;
        this.client = client;
    }

    @Override
    public void open(WireEndpoint peer, Consumer<Boolean> states) {
        WireConnection connection = connections.computeIfAbsent(
                peer, key -> client.connect(key, (service, method, payload) -> {}, (up, why) -> states.accept(up)));
        if (closed) {
            connection.close();
        }
    }

    @Override
    public boolean isUp(WireEndpoint peer) {
        WireConnection connection = connections.get(peer);
        return connection != null && connection.isUp();
    }

    @Override
    public CompletableFuture<byte[]> call(WireEndpoint peer, int method, byte[] payload, Duration deadline) {
        WireConnection connection = connections.get(peer);
        if (connection == null) {
            return CompletableFuture.failedFuture(
                    new WireException(WireStatus.UNAVAILABLE, "no line to " + peer + " was opened"));
        }
        try {
            host.at(CrashPoint.NODE_BEFORE_RAFT_REQUEST, why -> new WireException(WireStatus.UNAVAILABLE, why));
        } catch (WireException notSent) {
            return CompletableFuture.failedFuture(notSent);
        }
        return connection.call(RaftTransport.SERVICE, method, payload, deadline);
    }

    @Override
    public void close() {
        closed = true;
        connections.values().forEach(WireConnection::close);
    }
}
