package io.nemcon.agent.cli;

import io.nemcon.agent.ParticipantAgent;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceAdapter;
import io.nemcon.agent.ResourceAddress;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.client.Nemcon;
import io.nemcon.node.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
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
    private final List<Host.Worker> openers = new ArrayList<>();
    private volatile boolean closed;

    /** Connects to the group; returns when it has a session. */
    StandingAgent(AgentConfig config) {
        this.nemcon = Nemcon.open(config.client());
        this.host = nemcon.agentPort().host();
        for (ResourceAddress address : config.resources()) {
            openers.add(host.start("nemcon-open-" + address.name(), () -> openUntilOpen(address)));
        }
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
            ParticipantAgent.of(nemcon).register(open(address));
            LOG.info("recovers resource {} at {}", address.name(), address.url());
            return true;
        } catch (ResourceUnreachableException unreachable) {
            if (attempt % TOLD_EVERY == 0) {
                LOG.warn(
                        "resource {} can't be opened, goes on trying: {}: {}",
                        address.name(),
                        unreachable.getMessage(),
                        unreachable.getCause() == null
                                ? ""
                                : unreachable.getCause().getMessage());
            }
            return false;
        }
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
