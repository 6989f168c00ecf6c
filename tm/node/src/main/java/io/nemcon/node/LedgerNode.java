package io.nemcon.node;

import io.nemcon.core.check.CorruptStateError;
import io.nemcon.core.codec.MalformedBytesException;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.ledger.Applied;
import io.nemcon.core.ledger.Effect;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.ledger.LedgerSnapshot;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.EntryCodec;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog;
import io.nemcon.node.log.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger over a log. The ledger, leases and attachments are touched on the log's apply thread alone; public methods may
 * be called from any thread, do not block, and complete their futures on that thread or on one beside it.
 */
public final class LedgerNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerNode.class);
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int RESULTS_KEPT_MAX = 10_000;
    private static final int POSTPONED_MAX = 100_000;

    private final Host host;
    private final PassedLog log;
    private final Consumer<Throwable> onStopped;
    private final Answers answers;
    private final EntryTime time;
    private final Proposals proposals;
    private final LeaderDuties duties;
    private final JoinedCommits joinedCommits;
    private final Attachments attachments = new Attachments();
    private final Host.Timer ticker;
    private final AtomicBoolean tickWaits = new AtomicBoolean();
    private final AtomicLong channels = new AtomicLong();

    /** What the log had no room for. */
    private final Queue<Runnable> postponed = new ConcurrentLinkedQueue<>();

    private final AtomicInteger postponedCount = new AtomicInteger();

    /** Results of entries that were applied while proposals of this node were under way. Apply thread only. */
    private final Map<Long, List<Result>> results = new LinkedHashMap<>();

    private Ledger ledger = new Ledger();

    /** @param onStopped told once if the log or the state failed for good; the node answers nothing any more */
    public LedgerNode(Host host, LedgerNodeConfig config, ReplicatedLog log, Consumer<Throwable> onStopped) {
        this.host = host;
        this.log = new PassedLog(host, log);
        this.onStopped = onStopped;
        this.answers = new Answers(host);
        this.time = new EntryTime(host);
        this.proposals = new Proposals(time, config, this.log, answers, results::remove);
        this.duties = new LeaderDuties(
                host,
                config,
                () -> ledger,
                (command, term) -> proposals.proposeOwn(CommandCodec.encode(command), term));
        this.joinedCommits = new JoinedCommits(
                host,
                () -> ledger,
                command -> proposals.proposeOwn(
                        CommandCodec.encode(command), this.log.state().term()),
                (session, gtrid) -> tell(session, news -> news.votesWanted(session, List.of(gtrid))));
        this.ticker = host.timer("nemcon-tick");
    }

    /** Opens the log and begins to take part. Leading comes later, see {@link #state}. */
    public void start() throws LogException {
        try {
            log.start(new Applier());
        } catch (LogException failed) {
            ticker.close();
            throw failed;
        }
        ticker.repeat(this::tick, TICK_NS);
    }

    public LogState state() {
        return log.state();
    }

    /** Completes when this node leads for the first time, its own first entry applied. */
    public CompletableFuture<Void> leading() {
        return duties.firstLed().copy();
    }

    /** A new channel for one process. */
    public GroupChannel channel(String peer) {
        return new NodeChannel(this, peer, channels.incrementAndGet());
    }

    /** Asks the log for a snapshot now. */
    public void snapshot() {
        log.snapshot();
    }

    /** Where this node stands, whatever its role and however far behind. */
    public CompletableFuture<NodeStatus> status(String version) {
        CompletableFuture<NodeStatus> status = new CompletableFuture<>();
        Runnable answer = () -> status.complete(statusNow(version));
        if (!log.execute(answer)) {
            status.completeExceptionally(
                    new GroupException(GroupException.Knowledge.NOT_DONE, "this node has stopped"));
        }
        return status;
    }

    private NodeStatus statusNow(String version) {
        LogState state = log.state();
        Ledger.Counts counts = ledger.counts();
        return new NodeStatus(
                version,
                state.role(),
                state.term(),
                state.leader(),
                ledger.index(),
                counts.sessionsAlive(),
                counts.unfinished(),
                counts.committed(),
                counts.incidentsOpen());
    }

    @Override
    public void close() {
        ticker.close();
        log.close();
        answers.close();
    }

    CompletableFuture<Result> propose(Command command) {
        LogState state = log.state();
        if (state.role() != Role.LEADER || !duties.leading()) {
            return CompletableFuture.failedFuture(new NotLeaderException(state.leader()));
        }
        return proposals.propose(CommandCodec.encode(command), state.term());
    }

    CompletableFuture<Answer> query(Query query) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        afterReadIndex(answer, () -> answer.complete(ledger.answer(query)));
        return answer;
    }

    CompletableFuture<Boolean> heartbeat(SessionId session, NodeChannel channel) {
        CompletableFuture<Boolean> alive = new CompletableFuture<>();
        if (log.state().role() != Role.LEADER) {
            alive.completeExceptionally(new NotLeaderException(log.state().leader()));
            return alive;
        }
        long receivedNs = host.nanoTime();
        afterReadIndex(alive, () -> renew(session, channel, receivedNs, alive));
        return alive;
    }

    private void renew(SessionId session, NodeChannel channel, long receivedNs, CompletableFuture<Boolean> alive) {
        if (!ledger.isAlive(session)) {
            alive.complete(false);
        } else if (!duties.leading()) {
            alive.completeExceptionally(new NotLeaderException(log.state().leader()));
        } else if (duties.leases().renew(session, receivedNs, !channel.isClosed())) {
            attach(session, channel);
            alive.complete(true);
        } else {
            alive.completeExceptionally(new GroupException(
                    GroupException.Knowledge.NOT_DONE, "the end of session " + session + " is already proposed"));
        }
    }

    /** The session was opened through this channel. */
    void opened(SessionId session, NodeChannel channel) {
        soon(() -> attach(session, channel));
    }

    /** A channel that is closed by now says nothing of a session that has another one. */
    private void attach(SessionId session, NodeChannel channel) {
        if (!channel.isClosed()) {
            attachments.attach(session, channel);
        } else if (attachments.channelOf(session) == null) {
            duties.leases().disconnected(session, host.nanoTime());
        }
    }

    void channelClosed(NodeChannel channel) {
        soon(() -> {
            long nowNs = host.nanoTime();
            attachments.closed(channel).forEach(session -> duties.leases().disconnected(session, nowNs));
        });
    }

    CompletableFuture<Result> commitJoined(Command.FromSession decide, long votesWithinMs) {
        return atLeader(answer -> joinedCommits.commit(decide, votesWithinMs, answer));
    }

    CompletableFuture<Void> vote(JoinedVote vote) {
        return atLeader(taken -> {
            joinedCommits.voted(vote);
            taken.complete(null);
        });
    }

    /** Only at the leader do owners have their channels. */
    CompletableFuture<Void> inquire(List<Gtrid> gtrids) {
        return atLeader(passedOn -> {
            Map<SessionId, List<Gtrid>> byOwner = new LinkedHashMap<>();
            for (Gtrid gtrid : gtrids) {
                byOwner.computeIfAbsent(gtrid.session(), owner -> new ArrayList<>())
                        .add(gtrid);
            }
            byOwner.forEach((owner, asked) -> tell(owner, news -> news.ownerAsked(asked)));
            passedOn.complete(null);
        });
    }

    /** Runs it on the apply thread if this node leads. */
    private <T> CompletableFuture<T> atLeader(Consumer<CompletableFuture<T>> action) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean taken = log.execute(() -> {
            if (duties.leading()) {
                action.accept(answer);
            } else {
                answer.completeExceptionally(new NotLeaderException(log.state().leader()));
            }
        });
        if (!taken) {
            answer.completeExceptionally(new GroupException(
                    GroupException.Knowledge.NOT_DONE, "this node has stopped, or too much is waiting here"));
        }
        return answer;
    }

    /**
     * Runs it on the apply thread, with one of the next ticks if too much is waiting there: were it lost that a connection is
     * gone, its session would live on for its whole ttl.
     */
    private void soon(Runnable action) {
        if (log.execute(action)) {
            return;
        }
        if (postponedCount.incrementAndGet() <= POSTPONED_MAX) {
            postponed.add(action);
        } else {
            postponedCount.decrementAndGet();
            LOG.warn("limit postponedMax of {} reached: a session will end by its ttl alone", POSTPONED_MAX);
        }
    }

    private void runPostponed() {
        Runnable action;
        while ((action = postponed.poll()) != null) {
            postponedCount.decrementAndGet();
            action.run();
        }
    }

    private void tick() {
        if (tickWaits.compareAndSet(false, true)) {
            boolean taken = log.execute(() -> {
                tickWaits.set(false);
                runPostponed();
                duties.tick(host.nanoTime());
                joinedCommits.tick(host.nanoTime());
            });
            if (!taken) {
                tickWaits.set(false);
            }
        }
    }

    private void afterReadIndex(CompletableFuture<?> waiting, Runnable action) {
        log.readIndex(new ReplicatedLog.ReadCallback() {
            @Override
            public void ready() {
                action.run();
            }

            @Override
            public void failed(String why) {
                waiting.completeExceptionally(new GroupException(GroupException.Knowledge.NOT_DONE, why));
            }
        });
    }

    private void tell(SessionId session, Consumer<GroupNews> message) {
        NodeChannel channel = attachments.channelOf(session);
        GroupNews news = channel == null ? null : channel.news();
        if (news != null) {
            message.accept(news);
        }
    }

    /** The log's side: everything here runs on the apply thread. */
    private final class Applier implements LogListener {

        @Override
        public void onCommitted(long index, long term, byte[] entry) {
            host.at(CrashPoint.NODE_BEFORE_APPLY);
            Applied applied;
            try {
                applied = ledger.apply(index, term, EntryCodec.decode(entry));
            } catch (MalformedBytesException unknown) {
                throw new CorruptStateError(
                        "log entry " + index + " can't be applied: " + unknown.getMessage(), unknown);
            }
            keep(index, applied.results());
            applied.effects().forEach(this::carryOut);
            host.at(CrashPoint.NODE_APPLIED);
        }

        private void keep(long index, List<Result> ofEntry) {
            if (proposals.idle()) {
                results.clear();
                return;
            }
            results.put(index, ofEntry);
            if (results.size() > RESULTS_KEPT_MAX) {
                results.remove(results.keySet().iterator().next());
            }
        }

        private void carryOut(Effect effect) {
            if (effect instanceof Effect.SessionOpened opened) {
                if (duties.leading()) {
                    duties.leases()
                            .grant(opened.session(), TimeUnit.MILLISECONDS.toNanos(opened.ttlMs()), host.nanoTime());
                }
            } else if (effect instanceof Effect.SessionEnded ended) {
                duties.leases().ended(ended.session());
                tell(ended.session(), news -> news.sessionEnded(ended.session()));
                attachments.detach(ended.session());
                LOG.info("session {} ended: {}", ended.session(), ended.reason());
            } else if (effect instanceof Effect.JoinedDecided decided) {
                joinedCommits.decided(decided);
                decided.joins()
                        .forEach(session ->
                                tell(session, news -> news.joinedDecided(decided.gtrid(), decided.outcome())));
            } else if (effect instanceof Effect.AgentWanted wanted) {
                List<ResourceName> resources = wanted.resources();
                tell(wanted.agent(), news -> news.agentWanted(resources));
            } else if (effect instanceof Effect.IncidentOpened opened) {
                Answer.IncidentInfo incident = opened.incident();
                LOG.warn(
                        "incident {} on resource {}: {} {}: {}",
                        incident.incident(),
                        incident.resource(),
                        incident.kind(),
                        incident.branch(),
                        incident.evidence());
            } else if (effect instanceof Effect.IncidentClosed closed) {
                LOG.warn(
                        "incident {} on resource {} is closed by {}: {}",
                        closed.incident().incident(),
                        closed.incident().resource(),
                        closed.closing().who(),
                        closed.closing().why());
            } else if (effect instanceof Effect.TransactionResolved resolved) {
                LOG.warn(
                        "operator {} decided {} for tx {}: {}",
                        resolved.who(),
                        resolved.decision(),
                        resolved.gtrid(),
                        resolved.why());
            }
        }

        @Override
        public void onStateChange(LogState state) {
            if (state.role() == Role.LEADER) {
                time.atLeast(ledger.timeMs());
                joinedCommits.follow(state.leader());
                duties.lead(state.term());
            } else {
                duties.follow();
                joinedCommits.follow(state.leader());
            }
        }

        @Override
        public byte[] takeSnapshot() {
            return LedgerSnapshot.write(ledger);
        }

        @Override
        public void restoreSnapshot(long index, long term, byte[] snapshot) {
            try {
                ledger = LedgerSnapshot.read(snapshot);
            } catch (MalformedBytesException damaged) {
                throw new CorruptStateError("the snapshot at index " + index + ": " + damaged.getMessage(), damaged);
            }
        }

        @Override
        public void onFailure(Throwable cause) {
            duties.follow();
            joinedCommits.follow("");
            onStopped.accept(cause);
        }
    }
}
