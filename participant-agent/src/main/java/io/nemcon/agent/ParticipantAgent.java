package io.nemcon.agent;

import io.nemcon.client.AgentPort;
import io.nemcon.client.Nemcon;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.recovery.RecoverySettings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The agent inside a client's process: one thread for each registered resource. Of all agents that offer themselves for a
 * resource the ledger makes one the active one; two at once do no harm. Thread-safe.
 */
public final class ParticipantAgent implements AutoCloseable {

    private final AgentPort port;
    private final RecoverySettings settings;
    private final Map<ResourceName, ResourceAgent> agents = new ConcurrentHashMap<>();

    /** Of what this process says about being an agent, so that a late copy of one word does not undo a newer one. */
    private final AtomicLong words = new AtomicLong();

    private ParticipantAgent(AgentPort port, RecoverySettings settings) {
        this.port = port;
        this.settings = settings;
        port.onAgentNews(new AgentPort.AgentNews() {
            @Override
            public void wanted(List<ResourceName> resources) {
                resources.forEach(ParticipantAgent.this::wake);
            }

            @Override
            public void sessionReplaced() {
                agents.values().forEach(ResourceAgent::registerAnew);
            }
        });
    }

    /** The agent of this client; closed with it. */
    public static ParticipantAgent of(Nemcon nemcon) {
        return of(nemcon.agentPort());
    }

    static ParticipantAgent of(AgentPort port) {
        return port.agent(ParticipantAgent.class, of -> new ParticipantAgent(of, RecoverySettings.DEFAULTS));
    }

    /**
     * Takes up recovery of a resource, in the background; the resource may be unreachable now.
     *
     * @throws IllegalStateException if a resource of this name is registered already
     */
    public void register(RecoverableResource resource) {
        register(resource, Watching.DEFAULTS);
    }

    /** The same, with other limits than the defaults of what is taken for well. */
    public void register(RecoverableResource resource, Watching watching) {
        ResourceAgent agent = new ResourceAgent(port, resource, settings, watching, words::incrementAndGet);
        if (agents.putIfAbsent(resource.name(), agent) != null) {
            throw new IllegalStateException("resource '" + resource.name()
                    + "' is registered already; use one data source a resource, or another name");
        }
        agent.start();
    }

    /** Ends recovery of a resource by this process and closes its port. Another process's agent goes on. */
    public void unregister(ResourceName resource) {
        ResourceAgent agent = agents.remove(resource);
        if (agent != null) {
            agent.close();
            agent.signOff();
        }
    }

    /**
     * Whether work in this resource may begin, asked by whoever is about to do some there over a new connection. Blocks until
     * the group has answered.
     *
     * @param position as {@link RecoverableResource#position} tells it
     * @return why not; empty if it may
     */
    public String refusal(ResourceName resource, long position) {
        try {
            return new SetBack(new AskedGroup(port)).refusal(resource, position);
        } catch (GroupUnreachableException unreachable) {
            return "resource " + resource
                    + ": its server was started anew, and the group can't be asked whether it was set"
                    + " back meanwhile: " + unreachable.getMessage();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "resource " + resource
                    + ": the thread was interrupted before the group said whether it was set back";
        }
    }

    /** How the agent of each registered resource is, by their names. Asks nobody, so it never blocks. */
    public List<VitalSigns> vitals() {
        return agents.values().stream()
                .map(ResourceAgent::vitals)
                .sorted(Comparator.comparing(VitalSigns::resource))
                .toList();
    }

    private void wake(ResourceName resource) {
        ResourceAgent agent = agents.get(resource);
        if (agent != null) {
            agent.wake();
        }
    }

    /** The session ends with its client, and takes the agents off by itself. */
    @Override
    public void close() {
        agents.values().forEach(ResourceAgent::close);
        agents.clear();
    }
}
