package io.nemcon.agent;

import io.nemcon.client.AgentPort;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Witness;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupNews;
import io.nemcon.node.LedgerNode;
import io.nemcon.node.host.Host;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client's process with its session, as far as an agent sees it; its heartbeats aside, for its ttl is long. */
final class Process implements AgentPort {

    final GroupChannel channel;
    final SessionId session;
    final GroupId group;
    private @Nullable AgentNews news;

    Process(LedgerNode node, String name, long key) throws Exception {
        channel = node.channel(name);
        channel.onNews(new GroupNews() {
            @Override
            public void agentWanted(List<ResourceName> resources) {
                AgentNews listener = news;
                if (listener != null) {
                    listener.wanted(resources);
                }
            }

            @Override
            public void ownerAsked(List<Gtrid> gtrids) {
                for (Gtrid gtrid : gtrids) {
                    decide(gtrid, Decision.ABORT, Reason.OWNER_UNKNOWN);
                }
            }

            @Override
            public void sessionEnded(SessionId ended) {}
        });
        Result opened = get(channel.propose(new Command.OpenSession(1, key, SessionKind.CLIENT, name, 600_000)));
        session = ((Result.SessionOpened) opened).session();
        group = ((Answer.Status) get(channel.query(new Query.Status()))).group();
        channel.heartbeat(session).get(20, TimeUnit.SECONDS);
    }

    Gtrid gtrid(long sequence) {
        return new Gtrid(group, 1, session, sequence);
    }

    CompletableFuture<Result> decide(Gtrid gtrid, Decision decision, Reason reason, DecidedBranch... branches) {
        return request(new SessionCommand.Decide(gtrid, decision, reason, List.of(branches)));
    }

    CompletableFuture<Result> commit(Gtrid gtrid, SimulatedDatabase... databases) {
        List<DecidedBranch> branches = Arrays.stream(databases)
                .map(database -> new DecidedBranch(database.name(), 0, new Witness("w" + gtrid.sequence())))
                .toList();
        return request(new SessionCommand.Decide(gtrid, Decision.COMMIT, Reason.NONE, branches));
    }

    List<Answer.UnfinishedBranch> unfinished(ResourceName resource) throws Exception {
        return ((Answer.Unfinished) get(channel.query(new Query.Unfinished(resource)))).branches();
    }

    List<Answer.IncidentInfo> incidents() throws Exception {
        return ((Answer.Incidents) get(channel.query(Query.Incidents.open()))).incidents();
    }

    List<SessionId> agents(ResourceName resource) throws Exception {
        return ((Answer.Status) get(channel.query(new Query.Status())))
                .resources().stream()
                        .filter(one -> one.resource().equals(resource))
                        .flatMap(one -> one.agents().stream())
                        .toList();
    }

    /** Its connection dies with it. */
    void kill() {
        news = null;
        channel.close();
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Override
    public Host host() {
        return Host.real();
    }

    @Override
    public CompletableFuture<Result> request(SessionCommand command) {
        return channel.propose(new Command.FromSession(new RequestHeader(session, 0, 0, 0), command));
    }

    @Override
    public CompletableFuture<Answer> query(Query query) {
        return channel.query(query);
    }

    @Override
    public void inquire(List<Gtrid> gtrids) {
        channel.inquire(gtrids);
    }

    @Override
    public void onAgentNews(AgentNews listener) {
        news = listener;
    }

    @Override
    public <A extends AutoCloseable> A agent(Class<A> type, Function<AgentPort, A> make) {
        return make.apply(this);
    }
}
