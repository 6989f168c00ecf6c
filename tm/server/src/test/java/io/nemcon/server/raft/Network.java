package io.nemcon.server.raft;

import io.nemcon.node.host.Host;
import io.nemcon.server.raft.rpc.PeerLinks;
import io.nemcon.server.raft.rpc.WirePeerLinks;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.WireService;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.client.WireClient;
import io.nemcon.wire.client.WireClientConfig;
import io.nemcon.wire.server.WireServer;
import io.nemcon.wire.server.WireServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The real wire on loopback, and what may happen to it. */
final class Network implements AutoCloseable {

    private final Set<WireEndpoint> cutOff = ConcurrentHashMap.newKeySet();
    private final Map<WireEndpoint, WireServer> servers = new ConcurrentHashMap<>();
    private final Map<WireEndpoint, WireClient> clients = new ConcurrentHashMap<>();

    PeerLinks linksOf(WireEndpoint self) {
        WireClient client =
                new WireClient(new WireClientConfig(self.toString(), "", WireSecurity.none(), WireLimits.defaults()));
        clients.put(self, client);
        return new Links(self, new WirePeerLinks(Host.real(), client));
    }

    /** Offers the service at the endpoint. */
    void listen(WireEndpoint self, WireService service) {
        WireServer server = new WireServer(
                new WireServerConfig(
                        self.toString(), self.host(), self.port(), "", WireSecurity.none(), WireLimits.defaults()),
                List.of(service));
        servers.put(self, server);
        server.start();
    }

    /** As if the node's process had ended. */
    void gone(WireEndpoint self) {
        if (servers.containsKey(self)) {
            servers.remove(self).close();
        }
        if (clients.containsKey(self)) {
            clients.remove(self).close();
        }
    }

    /** Nothing gets to or from the node any more, and nobody is told. */
    void cutOff(WireEndpoint node) {
        cutOff.add(node);
    }

    void heal() {
        cutOff.clear();
    }

    @Override
    public void close() {
        Set.copyOf(servers.keySet()).forEach(this::gone);
    }

    private final class Links implements PeerLinks {

        private final WireEndpoint self;
        private final PeerLinks real;

        private Links(WireEndpoint self, PeerLinks real) {
            this.self = self;
            this.real = real;
        }

        private boolean reaches(WireEndpoint peer) {
            return !cutOff.contains(self) && !cutOff.contains(peer);
        }

        @Override
        public void open(WireEndpoint peer, Consumer<Boolean> states) {
            real.open(peer, states);
        }

        @Override
        public boolean isUp(WireEndpoint peer) {
            return real.isUp(peer);
        }

        @Override
        public CompletableFuture<byte[]> call(WireEndpoint peer, int method, byte[] payload, Duration deadline) {
            CompletableFuture<byte[]> outcome = new CompletableFuture<>();
            if (reaches(peer)) {
                real.call(peer, method, payload, deadline).whenComplete((answer, failure) -> {
                    if (!reaches(peer)) {
                        return;
                    }
                    if (failure == null) {
                        outcome.complete(answer);
                    } else {
                        outcome.completeExceptionally(failure);
                    }
                });
            }
            CompletableFuture.delayedExecutor(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> outcome.completeExceptionally(
                            new WireException(WireStatus.UNKNOWN_OUTCOME, "no answer in time")));
            return outcome;
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
