package io.nemcon.agent.cli;

import io.nemcon.agent.ParticipantAgent;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceAdapter;
import io.nemcon.agent.ResourceAddress;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.agent.VitalSigns;
import io.nemcon.agent.Watching;
import io.nemcon.client.Nemcon;
import io.nemcon.core.id.ResourceName;
import io.nemcon.node.host.Host;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of some resources, in a process that does nothing else. A resource that can't be opened yet is tried again until it can: till
 * then the agents inside applications go on with it. Thread-safe.
 */
final class StandingAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandingAgent.class);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long CLOSE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How often a failure that goes on is told again: each so many attempts, which is about a minute. */
    private static final int TOLD_EVERY = 30;

    private final Nemcon nemcon;
    private final Host host;
    private final AgentConfig config;

    /** Why a resource can't be opened; of those that were tried and are not open. */
    private final Map<ResourceName, String> notOpen = new ConcurrentHashMap<>();

    private final @Nullable HealthServer health;
    private final List<Host.Worker> openers = new ArrayList<>();
    private volatile boolean closed;

    /**
     * Connects to the group; returns when it has a session.
     *
     * @throws IOException if its port of health can't be opened
     */
    StandingAgent(AgentConfig config) throws IOException {
        this.config = config;
        this.nemcon = Nemcon.open(config.client());
        this.host = nemcon.agentPort().host();
        this.health = listen(config.health().listen());
        for (ResourceAddress address : config.resources()) {
            openers.add(host.start("nemcon-open-" + address.name(), () -> openUntilOpen(address)));
        }
    }

    private @Nullable HealthServer listen(@Nullable InetSocketAddress address) throws IOException {
        if (address == null) {
            return null;
        }
        try {
            HealthServer listening = new HealthServer(address, config.client().name(), this::vitals);
            LOG.info(
                    "GET http://{}:{}{} tells how this agent is",
                    address.getHostString(),
                    address.getPort(),
                    HealthServer.PATH);
            return listening;
        } catch (IOException taken) {
            nemcon.close();
            throw new IOException(
                    "health.port=" + address.getPort() + ": can't listen at " + address + ": " + taken.getMessage(),
                    taken);
        }
    }

    /** Of each resource of the configuration. */
    private List<VitalSigns> vitals() {
        Map<ResourceName, VitalSigns> known = new TreeMap<>();
        for (ResourceAddress address : config.resources()) {
            known.put(
                    address.name(),
                    VitalSigns.notOpen(
                            address.name(),
                            notOpen.getOrDefault(address.name(), "it is being opened for the first time")));
        }
        ParticipantAgent.of(nemcon).vitals().forEach(signs -> known.put(signs.resource(), signs));
        return List.copyOf(known.values());
    }

    /** The adapter for it; empty text if there is one, else what is missing. */
    static String whyNoAdapter(ResourceAddress address) {
        for (ResourceAdapter adapter : adapters()) {
            if (adapter.accepts(address.url())) {
                return "";
            }
        }
        return "resource." + address.name() + ".url=" + address.url()
                + ": no adapter on the class path knows such databases";
    }

    private static ServiceLoader<ResourceAdapter> adapters() {
        return ServiceLoader.load(ResourceAdapter.class, StandingAgent.class.getClassLoader());
    }

    private void openUntilOpen(ResourceAddress address) {
        try {
            for (int attempt = 0; !closed; attempt++) {
                if (opened(address, attempt)) {
                    return;
                }
                host.sleep(AGAIN_NANOS);
            }
        } catch (InterruptedException closing) {
            LOG.debug("resource {} was not opened, for the agent closes", address.name());
        }
    }

    private boolean opened(ResourceAddress address, int attempt) {
        try {
            ParticipantAgent.of(nemcon)
                    .register(open(address), new Watching(config.health().preparedWarningPercent()));
            notOpen.remove(address.name());
            LOG.info("recovers resource {} at {}", address.name(), address.url());
            return true;
        } catch (ResourceUnreachableException unreachable) {
            notOpen.put(address.name(), "it can't be opened: " + words(unreachable));
            if (attempt % TOLD_EVERY == 0) {
                LOG.warn("resource {} can't be opened, goes on trying: {}", address.name(), words(unreachable));
            }
            return false;
        }
    }

    private static String words(ResourceUnreachableException unreachable) {
        Throwable cause = unreachable.getCause();
        return unreachable.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
    }

    private static RecoverableResource open(ResourceAddress address) throws ResourceUnreachableException {
        for (ResourceAdapter adapter : adapters()) {
            if (adapter.accepts(address.url())) {
                return adapter.open(address);
            }
        }
        throw new IllegalStateException(whyNoAdapter(address));
    }

    /** Other agents take over as soon as the group knows. */
    @Override
    public void close() {
        closed = true;
        if (health != null) {
            health.close();
        }
        openers.forEach(Host.Worker::interrupt);
        for (Host.Worker opener : openers) {
            try {
                opener.awaitEnd(CLOSE_WAIT_NANOS);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
        nemcon.close();
    }
}
