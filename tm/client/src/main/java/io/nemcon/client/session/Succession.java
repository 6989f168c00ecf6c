package io.nemcon.client.session;

import io.nemcon.core.id.SessionId;
import io.nemcon.node.GroupException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session after another: which is current, which are still needed, and the opening of the next. Thread-safe. */
final class Succession {

    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);
    private static final long OPENER_GRACE_MS = 1_000;

    private final Sessions sessions;
    private final SessionConfig config;

    /** The current session, and earlier ones with transactions that are still open. */
    private final Map<SessionId, ClientSession> known = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock: the opening under way, or the one that made the current session. */
    private SessionOpener opener;

    private volatile @Nullable ClientSession current;

    Succession(Sessions sessions, SessionConfig config) {
        this.sessions = sessions;
        this.config = config;
        this.opener = new SessionOpener(sessions, config, config.requestTimeout());
    }

    /**
     * Opens the first one. Blocks up to the request timeout; called once, before anything else.
     *
     * @throws GroupException if the group refuses it or does not answer
     */
    void openFirst() {
        SessionOpener first = opener;
        first.attempt();
        await(first);
    }

    /** The current one; its successor, and that is waited for, if it has ended. */
    ClientSession alive() throws SessionException {
        ClientSession session = current();
        if (!session.ended()) {
            return session;
        }
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
            return sessions.host()
                    .await(underWay.opened(), TimeUnit.MILLISECONDS.toNanos(patienceMs + OPENER_GRACE_MS));
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

    /** New transactions begin under this session from now on. */
    void adopt(ClientSession session) {
        known.put(session.id(), session);
        ClientSession before = current;
        current = session;
        LOG.info("session {} is open", session.id());
        if (before != null) {
            forgetIfIdle(before);
        }
        sessions.adopted(before != null);
    }

    /** Whoever sees a session's end: marks it and opens its successor. */
    void ended(ClientSession session) {
        if (session.ended()) {
            return;
        }
        session.markEnded();
        if (!sessions.closing()) {
            LOG.warn(
                    "session {} has ended; its {} open transactions that are undecided are aborted",
                    session.id(),
                    session.sequences().size());
            forgetIfIdle(session);
            sessions.soon(this::reopen);
        }
    }

    /** Begins to open a successor of an ended session, unless that is under way. */
    private SessionOpener reopen() {
        lock.lock();
        try {
            ClientSession session = current();
            boolean underWay = !opener.opened().isDone();
            if (underWay || !session.ended() || sessions.closing()) {
                return opener;
            }
            opener = new SessionOpener(sessions, config, null);
            SessionOpener begun = opener;
            sessions.soon(begun::attempt);
            return begun;
        } finally {
            lock.unlock();
        }
    }

    /** One that has ended is known until its last transaction is closed. */
    void forgetIfIdle(ClientSession session) {
        known.computeIfPresent(
                session.id(),
                (id, one) -> one.ended() && one != current && one.sequences().size() == 0 ? null : one);
    }

    /** A transaction has begun under it; it may have ended, and been forgotten as idle, since it was looked at. */
    void begunUnder(ClientSession session) {
        if (session.ended()) {
            known.put(session.id(), session);
        }
    }

    ClientSession current() {
        ClientSession session = current;
        if (session == null) {
            throw new IllegalStateException("client " + config.name() + " has no session yet");
        }
        return session;
    }

    /** Whether there was a first one. */
    boolean begun() {
        return current != null;
    }

    @Nullable
    ClientSession find(SessionId id) {
        return known.get(id);
    }

    /** The current one, and earlier ones with transactions that are open. */
    Collection<ClientSession> all() {
        return known.values();
    }
}
