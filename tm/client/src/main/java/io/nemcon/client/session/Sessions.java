package io.nemcon.client.session;

import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
    private static final long OPENER_GRACE_MS = 1_000;
    private static final Duration CLOSE_STEP = Duration.ofSeconds(2);

    private final GroupChannel group;
    private final SessionConfig config;
    private final ScheduledThreadPoolExecutor scheduler;
    private final FinishedReports reports;
    private final Heartbeats heartbeats = new Heartbeats(this);
    private final SessionNews news = new SessionNews(this);

    /** The current session, and earlier ones with transactions that are still open. */
    private final Map<SessionId, ClientSession> known = new ConcurrentHashMap<>();

    /** Repeats of DECIDE that wait for their time. */
    private final Set<DecideUntilKnown> waiting = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition slotClosed = lock.newCondition();

    /** Guarded by the lock: the opening under way, or the one that made the current session. */
    private SessionOpener opener;

    private volatile @Nullable ClientSession current;
    private volatile boolean closing;
    private volatile boolean channelClosed;

    private Sessions(GroupChannel group, SessionConfig config) {
        this.group = group;
        this.config = config;
        this.reports = new FinishedReports(this, config.finishedMax());
        this.opener = new SessionOpener(this, config, config.requestTimeout());
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "nemcon-session-" + config.name());
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
    }

    /**
     * Opens a session. Blocks up to the request timeout.
     *
     * @throws GroupException if the group refuses it or does not answer
     */
    public static Sessions open(GroupChannel group, SessionConfig config) {
        Sessions sessions = new Sessions(group, config);
        group.onNews(sessions.news);
        sessions.opener.attempt();
        try {
            sessions.await(sessions.opener);
        } catch (GroupException failed) {
            sessions.shutDown();
            throw failed;
        }
        sessions.start();
        return sessions;
    }

    private void start() {
        long everyMs = config.heartbeatMillis();
        scheduler.scheduleWithFixedDelay(guarded(heartbeats::send), everyMs, everyMs, TimeUnit.MILLISECONDS);
        scheduler.scheduleWithFixedDelay(
                guarded(reports::flush), REPORT_EVERY_MS, REPORT_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Begins a transaction: no round trip, unless the session has ended and its successor is still being opened.
     *
     * @param deadlineNanos when it times out, by {@link System#nanoTime}
     */
    public TransactionSlot begin(long deadlineNanos) throws SessionException {
        if (closing) {
            throw new SessionException("client " + config.name() + " is closed");
        }
        ClientSession session = current();
        if (session.ended()) {
            session = successor();
        }
        TransactionSlot slot = new TransactionSlot(this, session, deadlineNanos);
        if (!session.sequences().open(slot)) {
            throw new SessionException("limit transactionsMax of " + config.transactionsMax() + " reached: session "
                    + session.id() + " has as many transactions open");
        }
        return slot;
    }

    private ClientSession successor() throws SessionException {
        SessionOpener underWay = reopen();
        try {
            return await(underWay);
        } catch (GroupException failed) {
            throw new SessionException(
                    "the session of client " + config.name() + " has ended and no new one could be opened: "
                            + failed.getMessage(),
                    failed);
        }
    }

    private ClientSession await(SessionOpener underWay) {
        long patienceMs = config.requestTimeout().toMillis();
        try {
            // the opener gives up after the same time, and knows why: so it is let to speak first
            return underWay.opened().get(patienceMs + OPENER_GRACE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw (GroupException) failed.getCause();
        } catch (TimeoutException noAnswer) {
            Throwable last = underWay.lastFailure();
            throw new GroupException(
                    GroupException.Knowledge.UNKNOWN,
                    "no session within " + patienceMs + " ms"
                            + (last == null ? ": the group did not answer" : ": " + last.getMessage()),
                    last == null ? noAnswer : last);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GroupException(
                    GroupException.Knowledge.UNKNOWN, "interrupted while a session was opened", interrupted);
        }
    }

    /** Branches that were carried out; sent when convenient. */
    public void report(List<FinishedBranch> branches) {
        reports.add(branches);
    }

    /** A request in the name of the current session, idempotent by itself. */
    public CompletableFuture<Result> request(SessionCommand body) {
        ClientSession session = current();
        return group.propose(new Command.FromSession(session.header(), body)).whenComplete((result, failure) -> {
            if (result instanceof Result.SessionEnded) {
                ended(session);
            }
        });
    }

    /** Who hears the group's news for agents. */
    public void onAgentNews(AgentListener listener) {
        news.tellAgent(listener);
    }

    /** Tells every transaction whose time is over so; called by a timer. */
    public void ringAlarms(long nowNanos) {
        List<TransactionSlot> due = new ArrayList<>();
        for (ClientSession session : known.values()) {
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
        return current().id();
    }

    /** Transactions that are open, of all sessions. */
    public int open() {
        int open = 0;
        for (ClientSession session : known.values()) {
            open += session.sequences().size();
        }
        return open;
    }

    /** How long the current session surely lives on; negative: it may have ended. */
    public long leaseLeftNanos() {
        return current().lease().leftNanos(System.nanoTime());
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
        if (!current().ended()) {
            await(group.propose(new Command.EndSession(current().id(), EndReason.CLOSED, 0)));
        }
        shutDown();
    }

    @Override
    public void close() {
        close(CLOSE_STEP);
    }

    private void awaitOpenOnes(Duration patience) {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (open() > 0 && nanos > 0) {
                nanos = slotClosed.awaitNanos(nanos);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        if (open() > 0) {
            LOG.warn(
                    "client {} closes with {} transactions open; the group aborts the undecided",
                    config.name(),
                    open());
        }
    }

    private static void await(CompletableFuture<?> last) {
        try {
            last.get(CLOSE_STEP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException lost) {
            LOG.info("closing without an answer from the group; the lease ends by itself: {}", lost.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutDown() {
        closing = true;
        channelClosed = true;
        scheduler.shutdownNow();
        for (DecideUntilKnown decide : waiting) {
            decide.fail(null);
        }
        waiting.clear();
    }

    /** Whoever sees a session's end: marks it and opens its successor. */
    void ended(ClientSession session) {
        if (session.ended()) {
            return;
        }
        session.markEnded();
        if (!closing) {
            LOG.warn(
                    "session {} has ended; its {} open transactions that are undecided are aborted",
                    session.id(),
                    session.sequences().size());
            forgetIfIdle(session);
            soon(this::reopen);
        }
    }

    /** Begins to open a successor of an ended session, unless that is under way. */
    private SessionOpener reopen() {
        lock.lock();
        try {
            ClientSession session = current();
            boolean underWay = !opener.opened().isDone();
            if (underWay || !session.ended() || closing) {
                return opener;
            }
            opener = new SessionOpener(this, config, null);
            SessionOpener begun = opener;
            soon(begun::attempt);
            return begun;
        } finally {
            lock.unlock();
        }
    }

    /** New transactions begin under this session from now on. */
    void adopt(ClientSession session) {
        known.put(session.id(), session);
        boolean replaced = current != null;
        current = session;
        LOG.info("session {} is open", session.id());
        soon(heartbeats::send);
        if (replaced) {
            news.replaced();
        }
    }

    /** A heartbeat now, and not only when it is due. */
    void renewSoon() {
        if (current != null && !closing) {
            soon(heartbeats::send);
        }
    }

    void slotClosed(ClientSession session) {
        if (session.ended()) {
            forgetIfIdle(session);
        }
        if (closing) {
            lock.lock();
            try {
                slotClosed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void forgetIfIdle(ClientSession session) {
        if (session != current && session.sequences().size() == 0) {
            known.remove(session.id());
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

    @Nullable
    ClientSession find(SessionId id) {
        return known.get(id);
    }

    /** The current one, and earlier ones with transactions that are open. */
    Collection<ClientSession> all() {
        return known.values();
    }

    GroupChannel group() {
        return group;
    }

    ClientSession current() {
        ClientSession session = current;
        if (session == null) {
            throw new IllegalStateException("client " + config.name() + " has no session yet");
        }
        return session;
    }

    boolean channelClosed() {
        return channelClosed;
    }

    void soon(Runnable task) {
        later(task, 0);
    }

    void later(Runnable task, long millis) {
        try {
            scheduler.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("client {} is closed: {}", config.name(), closed.getMessage());
        }
    }

    /** The outer edge of the scheduler's loop: one failing task must not end the periodic ones. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException unexpected) {
                LOG.error("a task of the session failed", unexpected);
            }
        };
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
