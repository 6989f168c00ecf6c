package io.nemcon.client;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.host.Host;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What an agent inside this client's process needs of it. Thread-safe. */
public interface AgentPort {

    /** The machine that the client runs on. */
    Host host();

    /** A request in the name of the session of this moment, idempotent by itself. Fails like the group's channel. */
    CompletableFuture<Result> request(SessionCommand command);

    CompletableFuture<Answer> query(Query query);

    void inquire(List<Gtrid> gtrids);

    /** Where news for agents goes. Called once, by the agent when it is made. */
    void onAgentNews(AgentNews news);

    /** The one agent of this client: made at the first call, closed first when the client closes. */
    <A extends AutoCloseable> A agent(Class<A> type, Function<AgentPort, A> make);

    /** What an agent is told. Must not block. */
    interface AgentNews {

        /** There may be work at these resources. */
        void wanted(List<ResourceName> resources);

        /** The client has another session than before: registrations made in the old one are gone. */
        void sessionReplaced();
    }
}
