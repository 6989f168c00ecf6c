package io.nemcon.client;

import io.nemcon.client.branch.Enlister;
import io.nemcon.client.context.Propagation;
import io.nemcon.client.group.EmbeddedGroup;
import io.nemcon.client.group.RemoteGroup;
import io.nemcon.client.group.RemoteGroupConfig;
import io.nemcon.client.group.WireLines;
import io.nemcon.client.jta.JtaConfig;
import io.nemcon.client.jta.NemconTransactionManager;
import io.nemcon.client.jta.NemconUserTransaction;
import io.nemcon.client.jta.SynchronizationRegistry;
import io.nemcon.client.session.SessionConfig;
import io.nemcon.client.session.Sessions;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupException;
import io.nemcon.node.host.Host;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a client, put together and taken apart in order. Thread-safe. */
final class NemconClient implements Nemcon {

    private static final Logger LOG = LoggerFactory.getLogger(NemconClient.class);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

    /** What the DECIDE of an open transaction, its report and a heartbeat may need at once on one connection. */
    private static final int IN_FLIGHT_MAX = 100_000;

    private final NemconConfig config;
    private final GroupChannel channel;
    private final Sessions sessions;
    private final NemconTransactionManager manager;
    private final NemconUserTransaction userTransaction;
    private final SynchronizationRegistry registry;
    private final Enlister enlister;
    private final ClientAgentPort agentPort;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NemconClient(Host host, NemconConfig config, GroupChannel channel, Sessions sessions) {
        this.config = config;
        this.channel = channel;
        this.sessions = sessions;
        this.manager = new NemconTransactionManager(
                host,
                sessions,
                new JtaConfig(
                        config.name(),
                        config.transactionTimeout(),
                        config.branchesMax(),
                        config.threadsMax(),
                        config.transactionsMax()));
        this.userTransaction = manager.userTransaction();
        this.registry = manager.synchronizationRegistry();
        this.enlister = manager.enlister();
        this.agentPort = new ClientAgentPort(host, channel, sessions);
    }

    static NemconClient open(NemconConfig config) {
        return open(Host.real(), config, connect(Host.real(), config));
    }

    /** The same on any machine and over any channel, which is closed with the client. */
    static NemconClient open(Host host, NemconConfig config, GroupChannel channel) {
        try {
            Sessions sessions = Sessions.open(host, channel, sessionConfig(config));
            NemconClient client = new NemconClient(host, config, channel, sessions);
            LOG.info("client {} works with {}", config.name(), client.describe());
            return client;
        } catch (GroupException failed) {
            channel.close();
            throw failed;
        }
    }

    private static GroupChannel connect(Host host, NemconConfig config) {
        Path folder = config.folder();
        if (folder != null) {
            return EmbeddedGroup.open(host, config.name(), folder, config.requestTimeout());
        }
        RemoteGroupConfig group = groupConfig(config);
        WireSecurity security =
                new WireSecurity(config.certificate(), config.privateKey(), config.trust(), false, config.secret());
        WireLimits limits = WireLimits.defaults().withInFlightMax(IN_FLIGHT_MAX);
        return new RemoteGroup(host, group, new WireLines(config.name(), security, limits));
    }

    /** How the nodes are asked. */
    static RemoteGroupConfig groupConfig(NemconConfig config) {
        return new RemoteGroupConfig(
                config.name(),
                config.endpoints().stream().map(WireEndpoint::parse).toList(),
                config.requestTimeout(),
                ATTEMPT_TIMEOUT,
                config.sessionTtl().dividedBy(5));
    }

    private static SessionConfig sessionConfig(NemconConfig config) {
        return new SessionConfig(
                config.kind(),
                config.name(),
                config.sessionTtl(),
                config.requestTimeout(),
                config.transactionsMax(),
                SessionConfig.FINISHED_MAX);
    }

    @Override
    public NemconTransactionManager transactionManager() {
        return manager;
    }

    @Override
    public NemconUserTransaction userTransaction() {
        return userTransaction;
    }

    @Override
    public SynchronizationRegistry synchronizationRegistry() {
        return registry;
    }

    @Override
    public Propagation propagation() {
        return manager.propagation();
    }

    @Override
    public Enlister enlister() {
        return enlister;
    }

    @Override
    public AgentPort agentPort() {
        return agentPort;
    }

    @Override
    public String describe() {
        return config.folder() == null
                ? "the group at " + String.join(", ", config.endpoints())
                : "a ledger of its own in " + config.folder();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closeAgent();
            sessions.close(config.closeTimeout());
            manager.close();
            channel.close();
        }
    }

    /** First, for it asks the group in the name of the session. */
    private void closeAgent() {
        try {
            agentPort.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) { // whatever the agent is, the client must close
            LOG.warn("the agent of client {} did not close", config.name(), failed);
        }
    }
}
