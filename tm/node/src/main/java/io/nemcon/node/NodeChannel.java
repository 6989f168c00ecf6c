package io.nemcon.node;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One process's access to a node, in this process or at the other end of a connection. Thread-safe. */
final class NodeChannel implements GroupChannel {

    private final LedgerNode node;
    private final String peer;
    private final long number;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable GroupNews news;

    /** @param number a channel made later has a higher one */
    NodeChannel(LedgerNode node, String peer, long number) {
        this.node = node;
        this.peer = peer;
        this.number = number;
    }

    long number() {
        return number;
    }

    @Override
    public CompletableFuture<Result> propose(Command command) {
        String refusal = refusal(command);
        if (refusal != null) {
            return CompletableFuture.failedFuture(
                    new GroupException(GroupException.Knowledge.REFUSED, peer + ": " + refusal));
        }
        CompletableFuture<Result> result = node.propose(command);
        if (!(command instanceof Command.OpenSession)) {
            return result;
        }
        return result.thenApply(opened -> {
            if (opened instanceof Result.SessionOpened session) {
                node.opened(session.session(), this);
            }
            return opened;
        });
    }

    @Override
    public CompletableFuture<Result> commitJoined(Command.FromSession decide, long votesWithinMs) {
        boolean isCommit = decide.body() instanceof SessionCommand.Decide body
                && body.decision() == Decision.COMMIT
                && body.joins().isEmpty()
                && body.gtrid().session().equals(decide.header().session());
        if (!isCommit) {
            return CompletableFuture.failedFuture(new GroupException(
                    GroupException.Knowledge.REFUSED, peer + ": only a session's own commit is asked about"));
        }
        return node.commitJoined(decide, votesWithinMs);
    }

    @Override
    public CompletableFuture<Void> vote(JoinedVote vote) {
        return node.vote(vote);
    }

    /** What only a leader may put into the log is not taken from others. */
    private static @Nullable String refusal(Command command) {
        if (command instanceof Command.FromSession request
                && request.body() instanceof SessionCommand.Decide decide
                && !decide.joins().isEmpty()) {
            return "the leader alone names who has joined tx " + decide.gtrid();
        }
        if (command instanceof Command.OpenSession
                || command instanceof Command.FromSession
                || command instanceof Command.FromOperator) {
            return null;
        }
        if (command instanceof Command.EndSession end && end.reason() == EndReason.CLOSED) {
            return null;
        }
        return "a client may not propose " + command.getClass().getSimpleName();
    }

    @Override
    public CompletableFuture<Answer> query(Query query) {
        return node.query(query);
    }

    @Override
    public CompletableFuture<Boolean> heartbeat(SessionId session) {
        return node.heartbeat(session, this);
    }

    @Override
    public CompletableFuture<Void> inquire(List<Gtrid> gtrids) {
        return node.inquire(gtrids);
    }

    @Override
    public void onNews(GroupNews listener) {
        news = listener;
    }

    boolean isClosed() {
        return closed.get();
    }

    @Nullable
    GroupNews news() {
        return closed.get() ? null : news;
    }

    /** The process, or the connection to it, is gone. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            node.channelClosed(this);
        }
    }
}
