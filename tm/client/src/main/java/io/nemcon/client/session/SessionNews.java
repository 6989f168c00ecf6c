package io.nemcon.client.session;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.GroupNews;
import io.nemcon.node.host.CrashPoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the group tells this process unasked; the work of it is done off the channel's thread. Thread-safe. */
final class SessionNews implements GroupNews {

    private static final Logger LOG = LoggerFactory.getLogger(SessionNews.class);
    private static final int WAITING_MAX = 1_000;

    private final Sessions sessions;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable AgentListener agent;
    private volatile @Nullable JoinedListener joined;

    SessionNews(Sessions sessions) {
        this.sessions = sessions;
    }

    void tellAgent(AgentListener listener) {
        agent = listener;
    }

    void tellJoined(JoinedListener listener) {
        joined = listener;
    }

    /** The process has another session than before. */
    void replaced() {
        AgentListener listener = agent;
        if (listener != null) {
            sessions.soon(listener::sessionReplaced);
        }
    }

    @Override
    public void agentWanted(List<ResourceName> resources) {
        AgentListener listener = agent;
        if (listener != null) {
            listener.wanted(resources);
        }
    }

    @Override
    public void ownerAsked(List<Gtrid> gtrids) {
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet(); // whoever asked asks again
            return;
        }
        sessions.soon(() -> {
            waiting.decrementAndGet();
            abortUnknown(gtrids);
        });
    }

    @Override
    public void votesWanted(SessionId session, List<Gtrid> gtrids) {
        JoinedListener listener = joined;
        if (listener != null) {
            listener.votesWanted(session, gtrids);
        }
    }

    @Override
    public void joinedDecided(Gtrid gtrid, Outcome outcome) {
        JoinedListener listener = joined;
        if (listener != null) {
            listener.decided(gtrid, outcome);
        }
    }

    @Override
    public void sessionEnded(SessionId id) {
        ClientSession session = sessions.succession().find(id);
        if (session != null) {
            sessions.succession().ended(session);
        }
    }

    @Override
    public void leaderFound() {
        sessions.renewSoon();
    }

    private void abortUnknown(List<Gtrid> asked) {
        for (ClientSession session : sessions.succession().all()) {
            for (Gtrid unknown : session.unknownOf(asked)) {
                LOG.info("tx {} is pending and unknown here: decided ABORT", unknown);
                SessionCommand.Decide abort =
                        new SessionCommand.Decide(unknown, Decision.ABORT, Reason.OWNER_UNKNOWN, List.of());
                sessions.group()
                        .propose(
                                CrashPoint.CLIENT_BEFORE_UNKNOWN_ABORTED,
                                new Command.FromSession(session.header(), abort))
                        .exceptionally(lost -> {
                            LOG.debug("tx {}: not decided now: {}", unknown, lost.getMessage());
                            return new Result.NotApplicable();
                        });
            }
        }
    }
}
