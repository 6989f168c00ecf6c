package io.nemcon.client.session;

import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupException;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's sessions, one after another: new transactions begin under the current one; a session that has ended is
 * replaced, and its transactions stay with it and end by their own DECIDE (design section 5, rule 3). Thread-safe.
 *
 * <p>One daemon thread sends heartbeats, reports and repeats; it and the channel's threads never block here.
 */
public final class Sessions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final long REPORT_EVERY_MS = 200;
    private static final Duration CLOSE_STEP = Duration.ofSeconds(2);

    private final Host host;
    private final GroupChannel group;
    private final PassedGroup passedGroup;
    private final SessionConfig config;
    private final Host.Timer timer;
    private final FinishedReports reports;
    private final Heartbeats heartbeats = new Heartbeats(this);
    private final SessionNews news = new SessionNews(this);
    private final Succession succession;

    /** Repeats of DECIDE that wait for their time. */
    private final Set<DecideUntilKnown> waiting = Collections.synchronizedSet(new LinkedHashSet<>());

    /** Completes when, while this closes, the last transaction is closed. */
    private final CompletableFuture<Void> noneOpen = new CompletableFuture<>();

    private volatile boolean closing;
    private volatile boolean channelClosed;

    private Sessions(Host host, GroupChannel group, SessionConfig config) {
        this.host = host;
        this.group = group;
        this.passedGroup = new PassedGroup(host, group);
        this.config = config;
        this.timer = host.timer("nemcon-session-" + config.name());
        this.reports = new FinishedReports(this, config.finishedMax());
        this.succession = new Succession(this, config);
    }

    /**
     * Opens a session. Blocks up to the request timeout.
     *
     * @throws GroupException if the group refuses it or does not answer
     */
    public static Sessions open(Host host, GroupChannel group, SessionConfig config) {
        Sessions sessions = new Sessions(host, group, config);
        group.onNews(sessions.news);
        try {
            sessions.succession.openFirst();
        } catch (GroupException failed) {
            sessions.shutDown();
            throw failed;
        }
        sessions.start();
        return sessions;
    }

    private void start() {
        timer.repeat(heartbeats::send, TimeUnit.MILLISECONDS.toNanos(config.heartbeatMillis()));
        timer.repeat(reports::flush, TimeUnit.MILLISECONDS.toNanos(REPORT_EVERY_MS));
    }

    /**
     * Begins a transaction: no round trip, unless the session has ended and its successor is still being opened.
     *
     * @param deadlineNanos when it times out, by {@link Host#nanoTime}
     */
    public TransactionSlot begin(long deadlineNanos) throws SessionException {
        if (closing) {
            throw new SessionException("client " + config.name() + " is closed");
        }
        ClientSession session = succession.alive();
        TransactionSlot slot = new TransactionSlot(this, session, deadlineNanos);
        if (!session.sequences().open(slot)) {
            throw new SessionException("limit transactionsMax of " + config.transactionsMax() + " reached: session "
                    + session.id() + " has as many transactions open");
        }
        succession.begunUnder(session);
        return slot;
    }

    /** Branches that were carried out; sent when convenient. */
    public void report(List<FinishedBranch> branches) {
        reports.add(branches);
    }

    /** A request in the name of the current session, idempotent by itself; whoever makes it has crash points of its own. */
    public CompletableFuture<Result> request(SessionCommand body) {
        ClientSession session = succession.current();
        return group.propose(new Command.FromSession(session.header(), body)).whenComplete((result, failure) -> {
            if (result instanceof Result.SessionEnded) {
                succession.ended(session);
            }
        });
    }

    /** For transactions that other processes began. */
    public JoinRequests joinRequests() {
        return new JoinRequests(this);
    }

    void tellJoined(JoinedListener listener) {
        news.tellJoined(listener);
    }

    /** Who hears the group's news for agents. */
    public void onAgentNews(AgentListener listener) {
        news.tellAgent(listener);
    }

    /** Tells every transaction whose time is over so; called by a timer. */
    public void ringAlarms(long nowNanos) {
        List<TransactionSlot> due = new ArrayList<>();
        for (ClientSession session : succession.all()) {
            session.sequences().forEachOpen(slot -> {
                if (slot.takeAlarm(nowNanos)) {
                    due.add(slot);
                }
            });
        }
        due.forEach(TransactionSlot::alarm);
    }

    /** The current session's id. */
    public SessionId id() {
        return succession.current().id();
    }

    /** Transactions that are open, of all sessions. */
    public int open() {
        int open = 0;
        for (ClientSession session : succession.all()) {
            open += session.sequences().size();
        }
        return open;
    }

    /** How long the current session surely lives on; negative: it may have ended. */
    public long leaseLeftNanos() {
        return succession.current().lease().leftNanos(host.nanoTime());
    }

    /**
     * Takes no new transactions, waits for the open ones, reports what is finished, ends the session. Does not close the
     * channel; what is still unanswered is given up when that is. Idempotent.
     */
    public void close(Duration patience) {
        if (closing) {
            return;
        }
        closing = true;
        awaitOpenOnes(patience);
        await(reports.drain());
        ClientSession last = succession.current();
        if (!last.ended()) {
            Command end = new Command.EndSession(last.id(), EndReason.CLOSED, 0);
            await(passedGroup.propose(CrashPoint.CLIENT_BEFORE_SESSION_CLOSED, end));
        }
        shutDown();
    }

    @Override
    public void close() {
        close(CLOSE_STEP);
    }

    private void awaitOpenOnes(Duration patience) {
        try {
            if (open() > 0) {
                host.await(noneOpen, patience.toNanos());
            }
        } catch (TimeoutException | ExecutionException patienceIsOver) {
            warnOfOpenOnes();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            warnOfOpenOnes();
        }
    }

    private void warnOfOpenOnes() {
        LOG.warn("client {} closes with {} transactions open; the group aborts the undecided", config.name(), open());
    }

    private void await(CompletableFuture<?> last) {
        try {
            host.await(last, CLOSE_STEP.toNanos());
        } catch (ExecutionException | TimeoutException lost) {
            LOG.info("closing without an answer from the group; the lease ends by itself: {}", lost.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutDown() {
        closing = true;
        channelClosed = true;
        timer.close();
        for (DecideUntilKnown decide : List.copyOf(waiting)) {
            decide.fail(null);
        }
        waiting.clear();
    }

    /** There is a new current session. */
    void adopted(boolean insteadOfAnother) {
        soon(heartbeats::send);
        if (insteadOfAnother) {
            news.replaced();
        }
    }

    /** A heartbeat now, and not only when it is due. */
    void renewSoon() {
        if (succession.begun() && !closing) {
            soon(heartbeats::send);
        }
    }

    void slotClosed(ClientSession session) {
        succession.forgetIfIdle(session);
        if (closing && open() == 0) {
            noneOpen.complete(null);
        }
    }

    /** What a failed future of the channel says, out of the wrapping that dependent futures put around it. */
    static GroupException knowledgeOf(@Nullable Throwable failure) {
        Throwable bare =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return bare instanceof GroupException known
                ? known
                : new GroupException(GroupException.Knowledge.UNKNOWN, "the group's answer is not understood: " + bare);
    }

    Host host() {
        return host;
    }

    PassedGroup group() {
        return passedGroup;
    }

    Succession succession() {
        return succession;
    }

    boolean closing() {
        return closing;
    }

    boolean channelClosed() {
        return channelClosed;
    }

    void soon(Runnable task) {
        later(task, 0);
    }

    void later(Runnable task, long millis) {
        if (!timer.schedule(task, TimeUnit.MILLISECONDS.toNanos(millis))) {
            LOG.debug("client {} is closed: a task is dropped", config.name());
        }
    }

    void retryLater(DecideUntilKnown decide, long millis) {
        waiting.add(decide);
        later(
                () -> {
                    if (waiting.remove(decide)) {
                        decide.send();
                    }
                },
                millis);
        if (channelClosed && waiting.remove(decide)) {
            decide.fail(null);
        }
    }
}
