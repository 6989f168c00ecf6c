package io.nemcon.samples.demo.process;

import io.nemcon.node.NodeStatus;
import io.nemcon.node.log.Role;
import io.nemcon.server.cli.NodeStatusClient;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireSecurity;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks nodes who leads. Thread-safe. */
public final class Leaders implements AutoCloseable {

    private static final Duration ASK_TIMEOUT = Duration.ofMillis(500);

    private final NodeStatusClient statuses = new NodeStatusClient(WireSecurity.none());

    /** The node that says it leads; of several, as in the moments after a change, the one with the newest term. */
    public Optional<WireEndpoint> find(Collection<WireEndpoint> nodes) {
        WireEndpoint newest = null;
        long newestTerm = -1;
        for (Map.Entry<WireEndpoint, NodeStatus> one : statuses(nodes).entrySet()) {
            NodeStatus status = one.getValue();
            if (status.role() == Role.LEADER && status.term() > newestTerm) {
                newest = one.getKey();
                newestTerm = status.term();
            }
        }
        return Optional.ofNullable(newest);
    }

    /** What those nodes say of themselves that answer within half a second. */
    public Map<WireEndpoint, NodeStatus> statuses(Collection<WireEndpoint> nodes) {
        Map<WireEndpoint, CompletableFuture<NodeStatus>> asked = new LinkedHashMap<>();
        nodes.forEach(node -> asked.put(node, statuses.ask(node, ASK_TIMEOUT)));
        Map<WireEndpoint, NodeStatus> answered = new LinkedHashMap<>();
        asked.forEach((node, answer) -> answer(answer).ifPresent(status -> answered.put(node, status)));
        return answered;
    }

    private static Optional<NodeStatus> answer(CompletableFuture<NodeStatus> asked) {
        try {
            return Optional.of(asked.join());
        } catch (CompletionException | CancellationException e) {
            return Optional.empty(); // starting, dying or dead: then it does not lead
        }
    }

    @Override
    public void close() {
        statuses.close();
    }
}
