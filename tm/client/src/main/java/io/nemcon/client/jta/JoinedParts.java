package io.nemcon.client.jta;

import io.nemcon.client.context.JoinRefusedException;
import io.nemcon.client.context.JoinRefusedException.Kind;
import io.nemcon.client.context.TransactionContext;
import io.nemcon.client.session.JoinRequests;
import io.nemcon.client.session.JoinedListener;
import io.nemcon.client.session.SessionException;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.Vote;
import io.nemcon.node.GroupException;
import io.nemcon.node.host.Host;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transactions of other processes that this one has joined and does not know the outcome of. Thread-safe. */
final class JoinedParts implements JoinedListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JoinedParts.class);

    /** Whoever hears no outcome asks for it so often. */
    private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int ASKED_AT_ONCE_MAX = 1_000;
    private static final int WAITING_MAX = 10_000;

    /** A context that says more is taken for this: two clocks' worth of nonsense must not overflow. */
    private static final long MILLIS_LEFT_MAX = TimeUnit.DAYS.toMillis(30);

    private final Environment environment;
    private final JoinRequests requests;
    private final Map<Gtrid, JoinedPart> parts = new ConcurrentHashMap<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();

    /** Made with the first join: most processes never need it. Guarded by the lock. */
    private Host.@Nullable Workforce pool;

    private boolean closed;

    /** Of the thread that ticks. */
    private long askedNanos;

    JoinedParts(Environment environment) {
        this.environment = environment;
        this.requests = environment.sessions().joinRequests();
        requests.onNews(this);
    }

    /** The part of that transaction, joined if it was not, with one more thread at work in it. */
    JoinedPart enter(TransactionContext context) {
        JoinedPart there = parts.get(context.gtrid());
        if (there == null) {
            there = join(context);
        }
        if (there.enter()) {
            return there;
        }
        throw new JoinRefusedException(
                Kind.OVER,
                "tx " + context.gtrid() + " takes no more work here: its end has begun, or its work was rolled back");
    }

    private JoinedPart join(TransactionContext context) {
        Gtrid gtrid = context.gtrid();
        if (context.millisLeft() == 0) {
            throw new JoinRefusedException(Kind.OVER, "tx " + gtrid + " had no time left when its context was made");
        }
        int partsMax = environment.config().resolvingMax();
        if (parts.size() >= partsMax) {
            throw new JoinRefusedException(
                    Kind.REFUSED, "tx " + gtrid + " is not joined: limit transactionsMax of " + partsMax + " reached");
        }
        TransactionContext bounded = new TransactionContext(gtrid, Math.min(context.millisLeft(), MILLIS_LEFT_MAX));
        JoinRequests.Joining joining = ask(bounded);
        if (joining.result() instanceof Result.Joined joined) {
            return parts.computeIfAbsent(
                    gtrid, of -> new JoinedPart(this, bounded, joining.session(), joined.place(), environment));
        }
        throw refused(gtrid, joining.result());
    }

    private JoinRequests.Joining ask(TransactionContext context) {
        String notJoined = "tx " + context.gtrid() + " is not joined: ";
        try {
            return environment
                    .host()
                    .await(requests.join(context.gtrid()), TimeUnit.MILLISECONDS.toNanos(context.millisLeft()));
        } catch (ExecutionException failed) {
            boolean refused = failed.getCause() instanceof GroupException known
                    && known.knowledge() == GroupException.Knowledge.REFUSED;
            throw new JoinRefusedException(
                    refused ? Kind.REFUSED : Kind.UNREACHABLE, notJoined + failed.getCause(), failed);
        } catch (TimeoutException | SessionException unanswered) {
            throw new JoinRefusedException(Kind.UNREACHABLE, notJoined + unanswered.getMessage(), unanswered);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new JoinRefusedException(Kind.UNREACHABLE, notJoined + "the thread was interrupted", interrupted);
        }
    }

    private static JoinRefusedException refused(Gtrid gtrid, Result result) {
        String notJoined = "tx " + gtrid + " is not joined: ";
        if (result instanceof Result.Decided decided) {
            return new JoinRefusedException(
                    Kind.OVER,
                    notJoined
                            + (decided.outcome() == Outcome.FORGOTTEN
                                    ? "this process's group does not know it; it is over for long, or another group's"
                                    : "it is " + decided.outcome() + " already"));
        } else if (result instanceof Result.Refused why) {
            return new JoinRefusedException(Kind.REFUSED, notJoined + why.why());
        }
        return new JoinRefusedException(Kind.UNREACHABLE, notJoined + "the group answered " + result);
    }

    @Override
    public void votesWanted(SessionId session, List<Gtrid> gtrids) {
        for (Gtrid gtrid : gtrids) {
            JoinedPart part = parts.get(gtrid);
            if (part != null && part.session().equals(session)) {
                part.voteWanted();
            } else {
                send(new JoinedVote(session, gtrid, Vote.NO, List.of(), "no work in it is known here"));
            }
        }
    }

    @Override
    public void decided(Gtrid gtrid, Outcome outcome) {
        JoinedPart part = parts.get(gtrid);
        if (part != null && outcome != Outcome.PENDING) {
            part.decided(outcome);
        }
    }

    /** What gets lost is asked for again. */
    void send(JoinedVote vote) {
        requests.vote(vote).whenComplete((taken, failure) -> {
            if (failure != null) {
                LOG.debug("tx {}: the vote {} is not delivered now", vote.gtrid(), vote.vote(), failure);
            }
        });
    }

    /** Called by a timer. */
    void tick(long nowNanos) {
        if (parts.isEmpty()) {
            return;
        }
        List<JoinedPart> all = parts.values().stream()
                .sorted(Comparator.comparing(part -> part.transaction().gtrid()))
                .toList();
        all.forEach(JoinedPart::tick);
        if (nowNanos - askedNanos >= ASK_EVERY_NANOS && asking.compareAndSet(false, true)) {
            askedNanos = nowNanos;
            askOutcomes(all.stream()
                    .map(part -> part.transaction().gtrid())
                    .limit(ASKED_AT_ONCE_MAX)
                    .toList());
        }
    }

    private void askOutcomes(List<Gtrid> gtrids) {
        requests.outcomes(gtrids).whenComplete((answer, failure) -> {
            asking.set(false);
            if (answer instanceof Answer.Outcomes known) {
                known.outcomes().forEach(one -> decided(one.gtrid(), one.outcome()));
            }
        });
    }

    /** Runs it on a thread of the pool; false if none is free and no more may wait. */
    boolean execute(Runnable task) {
        Host.Workforce workers;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            workers = pool;
            if (workers == null) {
                workers = environment
                        .host()
                        .workforce(
                                "nemcon-joined-" + environment.config().name(),
                                environment.config().threadsMax(),
                                WAITING_MAX);
                pool = workers;
            }
        } finally {
            lock.unlock();
        }
        return workers.execute(task);
    }

    void remove(JoinedPart part) {
        parts.remove(part.transaction().gtrid(), part);
    }

    /** Undecided ones end with the session; decided ones are left to the agents. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (pool != null) {
                pool.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
