package io.nemcon.client.fake;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.ledger.Applied;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupException;
import io.nemcon.node.GroupNews;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A group of one, in memory: the real ledger, and a line to it that a test can damage. What it does to the next request is
 * set by {@link #next}; the ledger itself never lies.
 */
public final class FakeGroup implements GroupChannel {

    /** What happens to a request. */
    public enum Fate {
        ANSWERED,
        /** Not delivered, and the caller knows. */
        NOT_DONE,
        /** Not delivered, and the caller can't know. */
        LOST,
        /** Carried out, and the answer is lost. */
        ANSWER_LOST,
        /** Not delivered and never answered. */
        HELD,
        REFUSED,
        /** The ledger says that a limit is reached. */
        LIMIT,
        /** The ledger says that the session has ended, and nothing more. */
        SESSION_ENDED,
        /** The channel has a bug. */
        THROWS
    }

    private record Rule(Class<?> kind, Fate fate, int times) {}

    private final Ledger ledger = new Ledger();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Command> proposed = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final AtomicReference<GroupNews> news = new AtomicReference<>();
    private final Map<Class<?>, Runnable> listeners = new ConcurrentHashMap<>();
    private volatile boolean silent;
    private long index;
    private int heartbeats;
    private Fate heartbeatFate = Fate.ANSWERED;

    private record Held(Command command, CompletableFuture<Result> answer) {}

    public FakeGroup() {
        apply(new Command.FormGroup(new GroupId(0x1234), 1));
    }

    /** The next {@code times} commands with this body (or of this kind) meet this fate. */
    public synchronized void next(Class<?> kind, Fate fate, int times) {
        rules.add(new Rule(kind, fate, times));
    }

    /** Delivers what was held. */
    public void release() {
        List<Held> now;
        synchronized (this) {
            rules.clear();
            now = List.copyOf(held);
            held.clear();
        }
        now.forEach(one -> one.answer.complete(apply(one.command)));
    }

    @Override
    public CompletableFuture<Result> propose(Command command) {
        tellListeners(kindOf(command));
        if (silent) {
            fate(kindOf(command), command);
            return new CompletableFuture<>();
        }
        Fate fate = fate(kindOf(command), command);
        return switch (fate) {
            case ANSWERED -> CompletableFuture.completedFuture(apply(command));
            case NOT_DONE -> failed(GroupException.Knowledge.NOT_DONE, "no leader");
            case LOST -> failed(GroupException.Knowledge.UNKNOWN, "connection lost");
            case ANSWER_LOST -> {
                apply(command);
                yield failed(GroupException.Knowledge.UNKNOWN, "connection lost");
            }
            case REFUSED -> failed(GroupException.Knowledge.REFUSED, "wrong secret");
            case THROWS -> throw new IllegalStateException("a bug of the channel");
            case LIMIT -> CompletableFuture.completedFuture(new Result.Refused("limit of the day reached"));
            case SESSION_ENDED ->
                CompletableFuture.completedFuture(new Result.SessionEnded(
                        ((Command.FromSession) command).header().session()));
            case HELD -> {
                CompletableFuture<Result> answer = new CompletableFuture<>();
                synchronized (this) {
                    held.add(new Held(command, answer));
                }
                yield answer;
            }
        };
    }

    /** Runs when such a command is proposed, on the proposing thread, before anything becomes of it. */
    public void listen(Class<?> kind, Runnable listener) {
        listeners.put(kind, listener);
    }

    private void tellListeners(Class<?> kind) {
        Runnable listener = listeners.get(kind);
        if (listener != null) {
            listener.run();
        }
    }

    /** From now on nothing is answered, as by a group whose majority is lost. */
    public void silence() {
        silent = true;
    }

    private static Class<?> kindOf(Command command) {
        return command instanceof Command.FromSession request ? request.body().getClass() : command.getClass();
    }

    private synchronized Fate fate(Class<?> kind, Command command) {
        proposed.add(command);
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.kind == kind) {
                if (rule.times == 1) {
                    rules.remove(i);
                } else {
                    rules.set(i, new Rule(kind, rule.fate, rule.times - 1));
                }
                return rule.fate;
            }
        }
        return Fate.ANSWERED;
    }

    private synchronized Result apply(Command command) {
        index++;
        Applied applied = ledger.apply(index, 1, new Entry(1_000 + index, List.of(command)));
        return applied.results().get(0);
    }

    private static <T> CompletableFuture<T> failed(GroupException.Knowledge knowledge, String why) {
        return CompletableFuture.failedFuture(new GroupException(knowledge, why));
    }

    @Override
    public CompletableFuture<Answer> query(Query query) {
        if (silent) {
            return new CompletableFuture<>();
        }
        synchronized (this) {
            return CompletableFuture.completedFuture(ledger.answer(query));
        }
    }

    @Override
    public CompletableFuture<Boolean> heartbeat(SessionId session) {
        synchronized (this) {
            heartbeats++;
            notifyAll();
            if (silent) {
                return new CompletableFuture<>();
            }
            return heartbeatFate == Fate.ANSWERED
                    ? CompletableFuture.completedFuture(ledger.isAlive(session))
                    : failed(GroupException.Knowledge.UNKNOWN, "no heartbeat today");
        }
    }

    public synchronized void heartbeats(Fate fate) {
        heartbeatFate = fate;
    }

    /** Waits for so many more heartbeats. */
    public synchronized void awaitHeartbeats(int more) throws InterruptedException {
        awaitHeartbeatsInAll(heartbeats + more);
    }

    public synchronized void awaitHeartbeatsInAll(int wanted) throws InterruptedException {
        long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (heartbeats < wanted) {
            if (System.nanoTime() - untilNanos >= 0) {
                throw new AssertionError(heartbeats + " heartbeats in 60 s, not " + wanted);
            }
            wait(100);
        }
    }

    @Override
    public CompletableFuture<Void> inquire(List<Gtrid> gtrids) {
        news.get().ownerAsked(gtrids);
        return CompletableFuture.completedFuture(null);
    }

    /** Nobody joins anything here. */
    @Override
    public CompletableFuture<Result> commitJoined(Command.FromSession decide, long votesWithinMs) {
        return propose(decide);
    }

    @Override
    public CompletableFuture<Void> vote(JoinedVote vote) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onNews(GroupNews listener) {
        news.set(listener);
    }

    public GroupNews news() {
        return news.get();
    }

    /** Ends the session in the ledger, without telling anybody. */
    public void end(SessionId session) {
        apply(new Command.EndSession(session, EndReason.OPERATOR, 0));
    }

    /** Decides ABORT for it, as an agent might that waited too long. */
    public synchronized Outcome outcome(Gtrid gtrid) {
        return ledger.outcome(gtrid);
    }

    public synchronized List<Answer.SessionInfo> sessions() {
        return ledger.aliveSessions();
    }

    /** Every command that was sent with this body or of this kind, whatever became of it. */
    public synchronized <T> List<T> sent(Class<T> kind) {
        List<T> sent = new ArrayList<>();
        for (Command command : proposed) {
            Object body = command instanceof Command.FromSession request ? request.body() : command;
            if (kind.isInstance(body)) {
                sent.add(kind.cast(body));
            }
        }
        return sent;
    }

    /** Headers of the commands with this body. */
    public synchronized List<Command.FromSession> requests(Class<? extends SessionCommand> kind) {
        List<Command.FromSession> sent = new ArrayList<>();
        for (Command command : proposed) {
            if (command instanceof Command.FromSession request && kind.isInstance(request.body())) {
                sent.add(request);
            }
        }
        return sent;
    }

    public synchronized int unfinished() {
        return ((Answer.Status) ledger.answer(new Query.Status())).transactionsUnfinished();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
