package io.nemcon.client.jta;

import io.nemcon.client.context.TransactionContext;
import io.nemcon.core.commit.JoinProtocol;
import io.nemcon.core.commit.Told;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Vote;
import jakarta.transaction.Status;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's part in a transaction that another one began: threads come and go, then the leader asks for its vote, then it
 * hears the outcome. What has to be done is done by one thread of the pool at a time. Thread-safe.
 *
 * <p>It is kept until the outcome is known, also when it has given up its work: a later call must not begin anew what is gone.
 */
final class JoinedPart implements End {

    private static final Logger LOG = LoggerFactory.getLogger(JoinedPart.class);

    private final SessionId session;
    private final Environment environment;
    private final JoinedParts all;
    private final Deadline deadline;
    private final JoinedTransaction transaction;
    private final JoinProtocol protocol;
    private final ReentrantLock lock = new ReentrantLock();

    /** What the transaction consists of; set while it is made, before another thread can know this. */
    private @Nullable Parts made;

    private volatile @Nullable JoinedEnd end;

    /** Threads that are at work in it. What follows is guarded by the lock. */
    private int scopes;

    private boolean voteWanted;
    private boolean timedOut;
    private @Nullable Outcome outcome;

    /** A thread of the pool is at it. */
    private boolean running;

    /** A step failed by a fault of a program: its vote is NO, unless it had one. */
    private boolean failed;

    private boolean over;

    /** @param place of the session among those that have joined the transaction */
    JoinedPart(JoinedParts all, TransactionContext context, SessionId session, int place, Environment environment) {
        this.all = all;
        this.session = session;
        this.environment = environment;
        this.deadline = Deadline.in(context.millisLeft(), environment.host());
        this.protocol = new JoinProtocol(session, context.gtrid());
        this.transaction = new JoinedTransaction(context.gtrid(), place, deadline, environment, parts -> {
            made = parts;
            return this;
        });
    }

    NemconTransaction transaction() {
        return transaction;
    }

    SessionId session() {
        return session;
    }

    /** A thread wants to work in it; false if it takes no more work. */
    boolean enter() {
        lock.lock();
        try {
            boolean open = protocolIsActive() && !voteWanted && !timedOut && outcome == null;
            if (open) {
                scopes++;
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private boolean protocolIsActive() {
        return !running && !over && protocol.phase() == JoinProtocol.Phase.ACTIVE;
    }

    /** That thread has left. */
    void leave() {
        lock.lock();
        try {
            scopes--;
        } finally {
            lock.unlock();
        }
        goOn();
    }

    /** The leader wants its vote, now or once more. */
    void voteWanted() {
        lock.lock();
        try {
            voteWanted = true;
        } finally {
            lock.unlock();
        }
        goOn();
    }

    /** The ledger's word: COMMITTED, ABORTED or FORGOTTEN. */
    void decided(Outcome known) {
        lock.lock();
        try {
            if (outcome == null) {
                outcome = known;
            }
        } finally {
            lock.unlock();
        }
        goOn();
    }

    /** Called every now and then: takes up what found no free thread, and looks at the time. */
    void tick() {
        if (deadline.nanosLeft() <= 0) {
            timeUp();
        }
        goOn();
    }

    @Override
    public void timeUp() {
        JoinedEnd voting = end;
        if (parts().lifecycle().mark(new RollbackCause(Reason.TIMEOUT, deadline.inWords()))) {
            lock.lock();
            try {
                timedOut = true;
            } finally {
                lock.unlock();
            }
            goOn();
        } else if (voting != null) {
            environment.workers().phases().tryRun(voting::cancelVoting);
        }
    }

    private void goOn() {
        lock.lock();
        Runnable next;
        try {
            next = running || over ? null : next();
            running |= next != null;
        } finally {
            lock.unlock();
        }
        if (next != null && !all.execute(() -> run(next))) {
            stopRunning(); // with the next tick
        }
    }

    private @Nullable Runnable next() {
        Outcome known = outcome;
        if (failed && known != null) {
            return () -> over(known);
        } else if (failed) {
            return voteWanted ? this::sendVote : null;
        }
        JoinProtocol.Phase phase = protocol.phase();
        if (phase == JoinProtocol.Phase.ACTIVE) {
            if (known != null || timedOut) {
                return this::giveUp;
            }
            return voteWanted && scopes == 0 ? this::prepare : null;
        } else if (phase == JoinProtocol.Phase.GIVEN_UP || phase == JoinProtocol.Phase.VOTED) {
            if (known != null) {
                return this::finish;
            }
            return voteWanted ? this::sendVote : null;
        }
        return this::fail; // a step of it has failed half-way
    }

    private void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error broken) { // the outer edge: the group and the agents end what this one can't
            LOG.error("{}: its part here failed unexpectedly while {}", transaction, protocol.phase(), broken);
        } finally {
            stopRunning();
        }
        goOn();
    }

    private void stopRunning() {
        lock.lock();
        try {
            running = false;
        } finally {
            lock.unlock();
        }
    }

    private void prepare() {
        Parts parts = parts();
        parts.lifecycle().claimCommit();
        new BeforeCompletion(parts).tellAll();
        RollbackCause cause = parts.lifecycle().startEnding();
        JoinedEnd begun = begin("its vote is asked for");
        if (cause == null) {
            begun.drive(protocol.prepare(begun.participants()));
        } else {
            begun.drive(protocol.giveUp(begun.participants(), cause.why()));
        }
        voted(begun);
        sendVote();
    }

    private void giveUp() {
        Outcome known = known();
        if (known == Outcome.COMMITTED) {
            LOG.error("{} was committed without the vote of {}; its work here is rolled back", transaction, session);
        }
        Parts parts = parts();
        parts.branches().all().forEach(Enlistment::cancel); // so that no rollback waits for a statement
        RollbackCause cause =
                new RollbackCause(Reason.NONE, known == null ? deadline.inWords() : "it was decided " + known);
        parts.lifecycle().claimRollback(cause);
        RollbackCause first = parts.lifecycle().cause();
        String why = first == null ? cause.why() : first.why();
        JoinedEnd begun = begin(why);
        begun.drive(protocol.giveUp(begun.participants(), why));
        voted(begun);
        if (known == Outcome.COMMITTED) {
            over(known);
        }
    }

    private JoinedEnd begin(String why) {
        JoinedEnd begun = new JoinedEnd(protocol, parts(), why);
        end = begun;
        return begun;
    }

    private void voted(JoinedEnd ending) {
        JoinedVote vote = protocol.vote();
        if (vote == null) {
            throw new IllegalStateException(transaction + ": its part here has no vote");
        }
        if (vote.vote() != Vote.YES) {
            ending.release();
        }
        boolean rolledBack = vote.vote() == Vote.NO;
        parts().lifecycle().status(rolledBack ? Status.STATUS_ROLLEDBACK : Status.STATUS_PREPARED);
    }

    private void sendVote() {
        lock.lock();
        try {
            voteWanted = false;
        } finally {
            lock.unlock();
        }
        JoinedVote vote = protocol.vote();
        all.send(
                vote == null
                        ? new JoinedVote(
                                session, transaction.gtrid(), Vote.NO, List.of(), "its part here failed unexpectedly")
                        : vote);
    }

    private void finish() {
        Outcome known = known();
        JoinedEnd ending = end;
        if (known == null || ending == null) {
            throw new IllegalStateException(transaction + ": its part here can't be finished yet");
        }
        ending.drive(protocol.decided(known));
        over(known);
    }

    /** Nothing is promised that was not, and what is prepared is left to the agents. */
    private void fail() {
        release();
        lock.lock();
        try {
            failed = true;
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        JoinedEnd ending = end;
        if (ending == null) {
            ending = begin("it is over");
        }
        ending.release();
    }

    private void over(Outcome known) {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
        all.remove(this);
        release();
        Parts parts = parts();
        int status =
                switch (known) {
                    case COMMITTED -> Status.STATUS_COMMITTED;
                    case ABORTED -> Status.STATUS_ROLLEDBACK;
                    case FORGOTTEN, PENDING -> Status.STATUS_UNKNOWN;
                };
        parts.lifecycle().status(status);
        parts.lifecycle().ended(told(known));
        parts.synchronizations().after(status, transaction);
        parts.values().clear();
    }

    private static Told told(Outcome known) {
        return switch (known) {
            case COMMITTED -> Told.COMMITTED;
            case ABORTED -> new Told(Told.Kind.ROLLED_BACK, Reason.NONE, "decided ABORT");
            case FORGOTTEN, PENDING -> new Told(Told.Kind.UNKNOWN, Reason.NONE, "its outcome is not known here");
        };
    }

    private @Nullable Outcome known() {
        lock.lock();
        try {
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    private Parts parts() {
        Parts parts = made;
        if (parts == null) {
            throw new IllegalStateException("a part of a transaction that is still being made");
        }
        return parts;
    }

    /** It is ended by its votes and outcome. */
    @Override
    public Told commit() {
        throw new IllegalStateException(transaction + " is not committed here");
    }

    @Override
    public Told rollback(RollbackCause why) {
        throw new IllegalStateException(transaction + " is not rolled back here");
    }

    @Override
    public @Nullable Throwable thrown() {
        JoinedEnd ending = end;
        return ending == null ? null : ending.thrown();
    }
}
