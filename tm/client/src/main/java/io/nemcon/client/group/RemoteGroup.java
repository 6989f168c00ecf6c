package io.nemcon.client.group;

import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.AnswerCodec;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.QueryCodec;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.ResultCodec;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupException;
import io.nemcon.node.GroupNews;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TM nodes behind connections: keeps one to each node it knows, sends to the believed leader, and looks for another when
 * that does not lead or does not answer. Thread-safe; futures complete on event loops.
 */
public final class RemoteGroup implements GroupChannel {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteGroup.class);

    /** Requests under way; beyond it they are not taken. */
    private static final int REQUESTS_MAX = 200_000;

    private final Host host;
    private final RemoteGroupConfig config;
    private final Lines lines;
    private final Nodes nodes;
    private final Host.Timer timer;

    /** By a number of their own: so they are given up in the same order whenever the same happened before. */
    private final Map<Long, RemoteRequest> underWay = new ConcurrentHashMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private volatile @Nullable GroupNews news;
    private volatile boolean closed;

    /** @param lines where connections come from; closed with this */
    public RemoteGroup(Host host, RemoteGroupConfig config, Lines lines) {
        this.host = host;
        this.config = config;
        this.lines = lines;
        this.timer = host.timer("nemcon-group-" + config.name());
        this.nodes = new Nodes(host, lines, config.endpoints(), this::onPush, this::onLeaderFound);
    }

    @Override
    public CompletableFuture<Result> propose(Command command) {
        return ask(LedgerProtocol.PROPOSE, CommandCodec.encode(command), config.requestTimeout(), ResultCodec::decode);
    }

    @Override
    public CompletableFuture<Answer> query(Query query) {
        return ask(LedgerProtocol.QUERY, QueryCodec.encode(query), config.requestTimeout(), AnswerCodec::decode);
    }

    @Override
    public CompletableFuture<Boolean> heartbeat(SessionId session) {
        return ask(
                LedgerProtocol.HEARTBEAT,
                LedgerProtocol.encodeSession(session),
                config.heartbeatTimeout(),
                LedgerProtocol::decodeAlive);
    }

    @Override
    public CompletableFuture<Void> inquire(List<Gtrid> gtrids) {
        return request(LedgerProtocol.INQUIRE, LedgerProtocol.encodeGtrids(gtrids), config.requestTimeout())
                .thenApply(passedOn -> null);
    }

    @Override
    public CompletableFuture<Result> commitJoined(Command.FromSession decide, long votesWithinMs) {
        byte[] request = LedgerProtocol.encodeCommitJoined(decide, votesWithinMs);
        return ask(LedgerProtocol.COMMIT_JOINED, request, config.requestTimeout(), ResultCodec::decode);
    }

    @Override
    public CompletableFuture<Void> vote(JoinedVote vote) {
        return request(LedgerProtocol.VOTE, vote.toBytes(), config.requestTimeout())
                .thenApply(taken -> null);
    }

    private <T> CompletableFuture<T> ask(int method, byte[] payload, Duration timeout, Function<byte[], T> decode) {
        CompletableFuture<T> answered = new CompletableFuture<>();
        request(method, payload, timeout).whenComplete((reply, failure) -> {
            if (reply == null) {
                answered.completeExceptionally(failure);
                return;
            }
            try {
                answered.complete(decode.apply(reply));
            } catch (MalformedBytesException | IllegalArgumentException bad) {
                answered.completeExceptionally(new GroupException(
                        GroupException.Knowledge.UNKNOWN,
                        "a node's answer to method " + method + " can't be read: " + bad.getMessage(),
                        bad));
            }
        });
        return answered;
    }

    private CompletableFuture<byte[]> request(int method, byte[] payload, Duration timeout) {
        if (closed || underWay.size() >= REQUESTS_MAX) {
            return CompletableFuture.failedFuture(new GroupException(
                    GroupException.Knowledge.NOT_DONE,
                    closed ? "the client is closed" : "limit requestsMax of " + REQUESTS_MAX + " reached"));
        }
        RemoteRequest request = new RemoteRequest(this, method, payload, timeout);
        Long number = numbers.incrementAndGet();
        underWay.put(number, request);
        request.answer().whenComplete((reply, failure) -> underWay.remove(number));
        request.send();
        return request.answer();
    }

    @Override
    public void onNews(GroupNews listener) {
        news = listener;
    }

    private void onLeaderFound() {
        GroupNews listener = news;
        if (listener != null) {
            listener.leaderFound();
        }
    }

    /** On an event loop. */
    private void onPush(int service, int method, byte[] payload) {
        GroupNews listener = news;
        if (service != LedgerProtocol.SERVICE || listener == null) {
            return;
        }
        try {
            host.at(CrashPoint.CLIENT_NEWS_RECEIVED, MalformedBytesException::new);
            switch (method) {
                case LedgerProtocol.AGENT_WANTED -> listener.agentWanted(LedgerProtocol.decodeResources(payload));
                case LedgerProtocol.OWNER_ASKED -> listener.ownerAsked(LedgerProtocol.decodeGtrids(payload));
                case LedgerProtocol.SESSION_ENDED -> listener.sessionEnded(LedgerProtocol.decodeSession(payload));
                case LedgerProtocol.VOTES_WANTED -> {
                    LedgerProtocol.VotesWanted wanted = LedgerProtocol.decodeVotesWanted(payload);
                    listener.votesWanted(wanted.session(), wanted.gtrids());
                }
                case LedgerProtocol.JOINED_DECIDED -> {
                    LedgerProtocol.JoinedDecided decided = LedgerProtocol.decodeJoinedDecided(payload);
                    listener.joinedDecided(decided.gtrid(), decided.outcome());
                }
                default -> LOG.debug("news {} of a later version are ignored", method);
            }
        } catch (MalformedBytesException bad) {
            LOG.warn("news {} can't be read: {}", method, bad.getMessage());
        }
    }

    Nodes nodes() {
        return nodes;
    }

    Host host() {
        return host;
    }

    Duration attemptTimeout() {
        return config.attemptTimeout();
    }

    boolean isClosed() {
        return closed;
    }

    void later(Runnable task, long millis) {
        if (!timer.schedule(task, TimeUnit.MILLISECONDS.toNanos(millis))) {
            task.run(); // it finds the group closed
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.close();
        nodes.close();
        lines.close();
        underWay.values().forEach(RemoteRequest::giveUp);
    }
}
