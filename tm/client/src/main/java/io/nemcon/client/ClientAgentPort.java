package io.nemcon.client;

import io.nemcon.client.session.AgentListener;
import io.nemcon.client.session.Sessions;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.host.Host;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's port for its agent, and the agent itself. Thread-safe. */
final class ClientAgentPort implements AgentPort {

    private static final Logger LOG = LoggerFactory.getLogger(ClientAgentPort.class);

    private final Host host;
    private final GroupChannel channel;
    private final Sessions sessions;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable AutoCloseable agent;
    private boolean closed;

    ClientAgentPort(Host host, GroupChannel channel, Sessions sessions) {
        this.host = host;
        this.channel = channel;
        this.sessions = sessions;
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public CompletableFuture<Result> request(SessionCommand command) {
        return sessions.request(command);
    }

    @Override
    public CompletableFuture<Answer> query(Query query) {
        return channel.query(query);
    }

    @Override
    public void inquire(List<Gtrid> gtrids) {
        channel.inquire(gtrids).whenComplete((passedOn, failure) -> {
            if (failure != null) {
                LOG.debug("the owners of {} transactions were not asked: {}", gtrids.size(), failure.getMessage());
            }
        });
    }

    @Override
    public void onAgentNews(AgentNews news) {
        sessions.onAgentNews(new AgentListener() {
            @Override
            public void wanted(List<ResourceName> resources) {
                news.wanted(resources);
            }

            @Override
            public void sessionReplaced() {
                news.sessionReplaced();
            }
        });
    }

    @Override
    public <A extends AutoCloseable> A agent(Class<A> type, Function<AgentPort, A> make) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the client is closed, so it takes no agent");
            }
            if (agent == null) {
                agent = make.apply(this);
            }
            if (!type.isInstance(agent)) {
                throw new IllegalStateException("the client has an agent already, a "
                        + agent.getClass().getName() + " and no " + type.getName());
            }
            return type.cast(agent);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the agent, if there is one; there will be none from now on. */
    void close() throws Exception {
        AutoCloseable closing;
        lock.lock();
        try {
            closed = true;
            closing = agent;
        } finally {
            lock.unlock();
        }
        if (closing != null) {
            closing.close();
        }
    }
}
