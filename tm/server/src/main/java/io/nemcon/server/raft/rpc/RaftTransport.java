package io.nemcon.server.raft.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.nemcon.node.host.Host;
import io.nemcon.wire.WireCall;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireService;
import io.nemcon.wire.WireStatus;
import java.nio.BufferUnderflowException;
import java.util.Collection;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One node's share in Raft's traffic: the service that the node's wire server is given, and the lines to its peers.
 *
 * <p>Made before the wire server is; the log that is given it starts and closes it. Until it is started, and once it is
 * closed, the service answers UNAVAILABLE.
 */
public final class RaftTransport implements AutoCloseable {

    /** The number of Raft's service on every node. */
    public static final int SERVICE = 2;

    private static final int THREADS_MIN = 4;
    private static final int REQUESTS_WAITING_MAX = 10_000;

    private final Host host;
    private final PeerLinks links;
    private final RaftService service = new RaftService();
    private @Nullable Started started;

    public RaftTransport(Host host, PeerLinks links) {
        this.host = host;
        this.links = links;
    }

    /** To be registered at the node's wire server. */
    public WireService service() {
        return service;
    }

    /** Takes requests from now on and opens the lines to the peers. Once only. */
    public synchronized void start(String group, long life, LifeBook lives, Collection<WireEndpoint> peers) {
        if (started != null) {
            throw new IllegalStateException("the Raft transport of group " + group + " was started before");
        }
        ScheduledThreadPoolExecutor greeter =
                new ScheduledThreadPoolExecutor(1, new DaemonThreads("nemcon-raft-greeter"));
        greeter.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        int threads = Math.max(THREADS_MIN, 2 * Runtime.getRuntime().availableProcessors());
        ThreadPoolExecutor requests = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(REQUESTS_WAITING_MAX),
                new DaemonThreads("nemcon-raft-request"));
        requests.allowCoreThreadTimeOut(true);
        started = new Started(new GreetedPeers(group, links, lives, greeter), greeter, requests);
        service.receiver = new RaftReceiver(host, group, life, requests);
        peers.forEach(started.peers::open);
    }

    /** Whether the peer can be asked now; opens a line to it if there is none. */
    public boolean isReady(WireEndpoint peer) {
        GreetedPeers peers = peers();
        peers.open(peer);
        return peers.isReady(peer);
    }

    synchronized GreetedPeers peers() {
        if (started == null) {
            throw new IllegalStateException("the Raft transport was not started");
        }
        return started.peers;
    }

    @Override
    public synchronized void close() {
        service.receiver = null;
        links.close();
        if (started != null) {
            started.greeter.shutdownNow();
            started.requests.shutdownNow();
        }
    }

    private record Started(GreetedPeers peers, ScheduledThreadPoolExecutor greeter, ThreadPoolExecutor requests) {}

    /** Answers whatever there is, and from before the start to after the end. */
    private static final class RaftService implements WireService {

        private volatile @Nullable RaftReceiver receiver;

        @Override
        public int number() {
            return SERVICE;
        }

        @Override
        public void handle(WireCall call) {
            RaftReceiver present = receiver;
            if (present == null) {
                call.fail(WireStatus.UNAVAILABLE, "this node's log is not running", "");
                return;
            }
            try {
                present.handle(call);
            } catch (InvalidProtocolBufferException | BufferUnderflowException e) {
                call.fail(WireStatus.REFUSED, "malformed Raft request: " + e.getMessage(), "");
            }
        }
    }
}
