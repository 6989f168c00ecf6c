package io.nemcon.server;

import io.nemcon.node.LedgerNode;
import io.nemcon.node.LedgerNodeConfig;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogState;
import io.nemcon.server.config.NodeConfig;
import io.nemcon.server.ledger.LedgerService;
import io.nemcon.server.raft.RaftLog;
import io.nemcon.server.raft.RaftLogConfig;
import io.nemcon.server.raft.RaftTimings;
import io.nemcon.server.raft.rpc.RaftTransport;
import io.nemcon.server.raft.rpc.WirePeerLinks;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.client.WireClient;
import io.nemcon.wire.client.WireClientConfig;
import io.nemcon.wire.server.WireServer;
import io.nemcon.wire.server.WireServerConfig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TM node: the ledger over a Raft log, and one port for its peers and its clients. Started once, closed once; closing
 * is idempotent and safe from any thread.
 */
public final class TmServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TmServer.class);

    private final NodeConfig config;
    private final WireClient toPeers;
    private final LedgerNode node;
    private final LedgerService ledgerService;
    private final WireServer wire;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    public TmServer(NodeConfig config, String version) {
        this(Host.real(), config, version);
    }

    /** On a machine of the caller's choice. */
    public TmServer(Host host, NodeConfig config, String version) {
        this.config = config;
        this.toPeers = new WireClient(
                new WireClientConfig("node " + config.name(), "", config.security(), WireLimits.defaults()));
        RaftTransport transport = new RaftTransport(host, new WirePeerLinks(host, toPeers));
        this.node = new LedgerNode(
                host,
                nodeConfig(config),
                new RaftLog(host, raftConfig(config), transport),
                stopped::completeExceptionally);
        this.ledgerService = new LedgerService(host, node, version);
        this.wire = new WireServer(
                new WireServerConfig(
                        config.name(),
                        config.listen().host(),
                        config.listen().port(),
                        "",
                        config.security(),
                        WireLimits.defaults()),
                List.of(ledgerService, transport.service()));
    }

    private static LedgerNodeConfig nodeConfig(NodeConfig config) {
        return LedgerNodeConfig.forGroup()
                .withRetention(config.retention())
                .withDisconnectGrace(config.disconnectGrace());
    }

    private static RaftLogConfig raftConfig(NodeConfig config) {
        return RaftLogConfig.of(config.group(), config.address(), config.voters(), config.observers(), config.folder())
                .with(new RaftTimings(config.electionTimeout(), config.maxElectionDelay(), config.rpcTimeout()));
    }

    /**
     * Listens first and opens the folder then, so that an occupied port leaves nothing behind.
     *
     * @throws WireException if it can't listen
     * @throws LogException if its folder can't be used
     */
    public void start() throws LogException {
        try {
            wire.start();
            node.start();
            ledgerService.open();
        } catch (LogException | RuntimeException failed) {
            close();
            throw failed;
        }
        LOG.info("node {} of group {} listens on {}", config.name(), config.group(), config.listen());
    }

    /** Completes when the node is closed; with the cause when its log or its state failed for good. */
    public CompletableFuture<Void> stopped() {
        return stopped.copy();
    }

    /** Asks for a snapshot now, in the background. */
    public void snapshot() {
        node.snapshot();
    }

    public LogState state() {
        return node.state();
    }

    @Override
    public void close() {
        wire.close();
        node.close();
        toPeers.close();
        stopped.complete(null);
    }
}
