package io.nemcon.node;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * All that a client or agent can ask of its group. Two forms: a ledger in its own process, and connections to TM nodes.
 *
 * <p>Thread-safe. A future fails with a {@link GroupException}, which says whether the request may have been carried out.
 * Futures complete on the channel's own threads: whoever continues on them must not block.
 */
public interface GroupChannel extends AutoCloseable {

    /** Puts the command into the log; completes with what {@code apply} answered. */
    CompletableFuture<Result> propose(Command command);

    /** A linearizable read. */
    CompletableFuture<Answer> query(Query query);

    /** Renews the session's lease; true while the session is alive, false once the ledger says it has ended. */
    CompletableFuture<Boolean> heartbeat(SessionId session);

    /**
     * Asks the owners of these pending transactions whether they still know them; one that doesn't decides ABORT. Completes
     * when the leader has passed it on; that it arrives is not promised.
     */
    CompletableFuture<Void> inquire(List<Gtrid> gtrids);

    /**
     * Has the leader commit a transaction that other sessions may have joined: it asks each of them for its vote, and puts the
     * decision into the log. Completes within a second or so, with {@link Result.Decided} of PENDING while votes are missing:
     * ask again.
     *
     * @param decide DECIDE(COMMIT) in the name of the session that began it, with its own branches
     * @param votesWithinMs after so long without all votes ABORT is decided; a second at least, ten minutes at most
     */
    CompletableFuture<Result> commitJoined(Command.FromSession decide, long votesWithinMs);

    /**
     * A joined session's vote, as it was asked for. Completes when the leader has taken it; the leader keeps it in its memory
     * only, and another one asks again.
     */
    CompletableFuture<Void> vote(JoinedVote vote);

    /** Where the group's news for this session's process goes. Called once, before the first request. */
    void onNews(GroupNews news);

    @Override
    void close();
}
