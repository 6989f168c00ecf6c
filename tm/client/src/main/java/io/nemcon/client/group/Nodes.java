package io.nemcon.client.group;

import io.nemcon.node.host.Host;
import io.nemcon.wire.PushListener;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that are known, configured or named by another node, and the one that is believed to lead. The belief may be
 * wrong at any time; it costs a request one more attempt. Thread-safe.
 */
final class Nodes {

    /** A node that names ever new leaders is not followed for ever. */
    private static final int NODES_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final Host host;
    private final Lines network;
    private final PushListener pushes;
    private final List<NodeLine> lines = new CopyOnWriteArrayList<>();
    private final ReentrantLock adding = new ReentrantLock();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile @Nullable NodeLine leader;

    /** The one that answered as a leader over the connection that it has; null while none has. */
    private final AtomicReference<@Nullable NodeLine> confirmed = new AtomicReference<>();

    /** Told when a node answers as leader that did not before, or when its connection is a new one. Must not block. */
    private final Runnable onLeaderFound;

    Nodes(Host host, Lines network, List<WireEndpoint> endpoints, PushListener pushes, Runnable onLeaderFound) {
        this.host = host;
        this.network = network;
        this.pushes = pushes;
        this.onLeaderFound = onLeaderFound;
        endpoints.forEach(this::line);
    }

    /**
     * Whom to ask: the believed leader, else the next in turn of those that are connected.
     *
     * @param avoid who was asked just now and did not help; only if nobody else is there
     */
    @Nullable
    NodeLine choose(@Nullable NodeLine avoid) {
        NodeLine believed = leader;
        if (believed != null && believed != avoid && believed.isUp()) {
            return believed;
        }
        int start = turn.getAndIncrement() & Integer.MAX_VALUE;
        for (int i = 0; i < lines.size(); i++) {
            NodeLine line = lines.get((start + i) % lines.size());
            if (line != avoid && line.isUp()) {
                return line;
            }
        }
        return avoid != null && avoid.isUp() ? avoid : null;
    }

    /** It answered as only a leader does. */
    void leads(NodeLine line) {
        if (leader != line) {
            leader = line;
            LOG.debug("{} leads", line.endpoint());
        }
        if (confirmed.get() != line && confirmed.getAndSet(line) != line) {
            onLeaderFound.run();
        }
    }

    /** The session hangs on its connection to the leader: whoever keeps it alive must not wait for the next heartbeat. */
    private void upOrDown(NodeLine line, boolean up) {
        if (!up) {
            confirmed.compareAndSet(line, null);
        } else if (leader == line) {
            onLeaderFound.run();
        }
    }

    /** It does not lead; the hint, if any, names who does. True if the hint leads somewhere else. */
    boolean doesNotLead(NodeLine line, String hint) {
        if (leader == line) {
            leader = null;
        }
        if (hint.isEmpty()) {
            return false;
        }
        try {
            NodeLine hinted = line(WireEndpoint.parse(hint));
            if (hinted == null || hinted == line) {
                return false;
            }
            leader = hinted;
            return hinted.isUp();
        } catch (IllegalArgumentException noEndpoint) {
            LOG.warn("{} names a leader that is no endpoint: {}", line.endpoint(), noEndpoint.getMessage());
            return false;
        }
    }

    /** The line to this node, made if there is none; null if there are too many. */
    private @Nullable NodeLine line(WireEndpoint endpoint) {
        adding.lock();
        try {
            for (NodeLine line : lines) {
                if (line.endpoint().equals(endpoint)) {
                    return line;
                }
            }
            if (lines.size() >= NODES_MAX) {
                return null;
            }
            NodeLine line = new NodeLine(host, network, endpoint, pushes, this::upOrDown);
            lines.add(line);
            return line;
        } catch (WireException closed) {
            LOG.debug("no line to {}: {}", endpoint, closed.getMessage());
            return null;
        } finally {
            adding.unlock();
        }
    }

    /** Whether no node takes this client: none is connected, each was tried, and one at least refuses it. */
    boolean refusedByAll() {
        boolean refused = false;
        for (NodeLine line : lines) {
            if (line.isUp() || !line.hasFailed()) {
                return false;
            }
            refused |= line.isRefused();
        }
        return refused;
    }

    /** Each endpoint, and why it is of no use. */
    String describe() {
        return lines.stream().map(NodeLine::describe).collect(Collectors.joining("; "));
    }

    void close() {
        lines.forEach(NodeLine::close);
    }
}
