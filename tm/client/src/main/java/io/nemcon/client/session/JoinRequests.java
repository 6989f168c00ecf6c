package io.nemcon.client.session;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.host.CrashPoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a process asks of the group about other processes' transactions. Thread-safe; futures fail as the channel's. */
public final class JoinRequests {

    /**
     * The answer to a join.
     *
     * @param session that asked for it, and that has joined if it was taken
     */
    public record Joining(SessionId session, Result result) {}

    private final Sessions sessions;

    JoinRequests(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Joins in the name of the session of this moment. */
    public CompletableFuture<Joining> join(Gtrid gtrid) throws SessionException {
        ClientSession session = sessions.succession().alive();
        Command join = new Command.FromSession(session.header(), new SessionCommand.Join(gtrid));
        return sessions.group()
                .propose(CrashPoint.CLIENT_BEFORE_JOIN, CrashPoint.CLIENT_JOINED, join)
                .thenApply(result -> {
                    if (result instanceof Result.SessionEnded) {
                        sessions.succession().ended(session);
                    }
                    return new Joining(session.id(), result);
                });
    }

    public CompletableFuture<Void> vote(JoinedVote vote) {
        return sessions.group().vote(CrashPoint.CLIENT_BEFORE_VOTE, CrashPoint.CLIENT_VOTED, vote);
    }

    public CompletableFuture<Answer> outcomes(List<Gtrid> gtrids) {
        CrashPoint before = CrashPoint.CLIENT_BEFORE_JOINED_OUTCOMES_ASKED;
        return sessions.group().query(before, new Query.Outcomes(gtrids));
    }

    /** Who hears what the group says of joined transactions. */
    public void onNews(JoinedListener listener) {
        sessions.tellJoined(listener);
    }
}
