package io.nemcon.node;

import io.nemcon.core.commit.JoinedVotes;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.ledger.Effect;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.host.Host;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits of transactions that other sessions have joined, as this node drives them while it leads. All of it is in memory:
 * who has joined stands in the ledger, votes are asked for again by the next leader, and the owner repeats its request until
 * it is decided. Apply thread only.
 */
final class JoinedCommits {

    private static final Logger LOG = LoggerFactory.getLogger(JoinedCommits.class);
    private static final long ASK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Whoever waits longer is told that it is still undecided, and asks again: no request takes long. */
    private static final long ANSWER_WITHIN_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long VOTES_WITHIN_MS_MIN = 1_000;
    private static final long VOTES_WITHIN_MS_MAX = 600_000;
    private static final Result UNDECIDED = new Result.Decided(Outcome.PENDING, Reason.NONE);

    /** One transaction whose votes are being asked for. */
    private static final class Commit {
        final Command.FromSession request;
        final Gtrid gtrid;
        final JoinedVotes votes;
        final long deadlineNs;
        long askedNs;
        boolean askedOnce;

        /** A decision is on its way into the log. */
        boolean proposed;

        /** The newest request of the owner, and since when it waits; null if none does. */
        @Nullable
        CompletableFuture<Result> waiting;

        long waitingSinceNs;

        Commit(Command.FromSession request, SessionCommand.Decide decide, List<SessionId> joins, long deadlineNs) {
            this.request = request;
            this.gtrid = decide.gtrid();
            this.votes = new JoinedVotes(decide, joins);
            this.deadlineNs = deadlineNs;
        }

        void await(CompletableFuture<Result> answer, long nowNs) {
            answer(UNDECIDED);
            waiting = answer;
            waitingSinceNs = nowNs;
        }

        void answer(Result result) {
            CompletableFuture<Result> answer = waiting;
            waiting = null;
            if (answer != null) {
                answer.complete(result);
            }
        }

        void fail(Throwable why) {
            CompletableFuture<Result> answer = waiting;
            waiting = null;
            if (answer != null) {
                answer.completeExceptionally(why);
            }
        }
    }

    private final Host host;
    private final Supplier<Ledger> ledger;
    private final Function<Command, CompletableFuture<Result>> propose;
    private final BiConsumer<SessionId, Gtrid> ask;
    private final Map<Gtrid, Commit> underWay = new LinkedHashMap<>();

    /**
     * @param propose completes on the apply thread
     * @param ask sends a session the question for its vote; may lose it
     */
    JoinedCommits(
            Host host,
            Supplier<Ledger> ledger,
            Function<Command, CompletableFuture<Result>> propose,
            BiConsumer<SessionId, Gtrid> ask) {
        this.host = host;
        this.ledger = ledger;
        this.propose = propose;
        this.ask = ask;
    }

    /** The owner wants it committed; it may have said so before. */
    void commit(Command.FromSession request, long votesWithinMs, CompletableFuture<Result> answer) {
        SessionCommand.Decide decide = (SessionCommand.Decide) request.body();
        Commit there = underWay.get(decide.gtrid());
        if (there != null) {
            there.await(answer, host.nanoTime());
            return;
        }
        List<SessionId> joins = ledger.get().joinsOf(decide.gtrid());
        if (joins.isEmpty()) { // nobody joined, or it is decided: the ledger says
            proposeAsItIs(request, votesWithinMs, answer);
            return;
        }
        long withinMs = Math.max(VOTES_WITHIN_MS_MIN, Math.min(VOTES_WITHIN_MS_MAX, votesWithinMs));
        Commit begun = new Commit(request, decide, joins, host.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs));
        begun.await(answer, host.nanoTime());
        underWay.put(begun.gtrid, begun);
        goOn(begun);
    }

    private void proposeAsItIs(Command.FromSession request, long votesWithinMs, CompletableFuture<Result> answer) {
        propose.apply(request).whenComplete((result, failure) -> {
            if (result instanceof Result.JoinsDiffer) {
                commit(request, votesWithinMs, answer); // one has joined in between
            } else if (result != null) {
                answer.complete(result);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    /** A session's vote. One that is not waited for is nothing: whoever leads asks when it needs it. */
    void voted(JoinedVote vote) {
        Commit commit = underWay.get(vote.gtrid());
        if (commit != null) {
            commit.votes.voted(vote);
            goOn(commit);
        }
    }

    void tick(long nowNs) {
        for (Commit commit : List.copyOf(underWay.values())) {
            goOn(commit);
            if (commit.waiting != null && nowNs - commit.waitingSinceNs >= ANSWER_WITHIN_NS) {
                commit.answer(UNDECIDED);
            }
        }
    }

    private void goOn(Commit commit) {
        if (commit.proposed) {
            return;
        }
        SessionCommand.Decide decision = commit.votes.decision();
        long nowNs = host.nanoTime();
        if (decision == null && nowNs - commit.deadlineNs >= 0) {
            LOG.warn("tx {}: no vote in time of {}; decides ABORT", commit.gtrid, commit.votes.missing());
            decision = commit.votes.abort(Reason.JOINED_UNANSWERED);
        }
        if (decision != null) {
            decide(commit, decision);
        } else if (!commit.askedOnce || nowNs - commit.askedNs >= ASK_AGAIN_NS) {
            commit.askedOnce = true;
            commit.askedNs = nowNs;
            commit.votes.missing().forEach(session -> ask.accept(session, commit.gtrid));
        }
    }

    private void decide(Commit commit, SessionCommand.Decide decision) {
        JoinedVote refusal = commit.votes.refusal();
        if (refusal != null) {
            LOG.info("tx {}: {} voted NO: {}", commit.gtrid, refusal.session(), refusal.why());
        }
        commit.proposed = true;
        propose.apply(new Command.FromSession(commit.request.header(), decision))
                .whenComplete((result, failure) -> decided(commit, result, failure));
    }

    private void decided(Commit commit, @Nullable Result result, @Nullable Throwable failure) {
        if (underWay.get(commit.gtrid) != commit) {
            return; // the entry itself has told, or this node leads no more
        }
        if (result instanceof Result.JoinsDiffer differ) {
            commit.proposed = false;
            commit.votes.joined(differ.joins());
            commit.askedOnce = false;
            goOn(commit);
        } else if (result != null) {
            underWay.remove(commit.gtrid);
            commit.answer(result);
        } else if (failure instanceof GroupException notTaken
                && !(failure instanceof NotLeaderException)
                && notTaken.knowledge() == GroupException.Knowledge.NOT_DONE) {
            commit.proposed = false; // with the next tick
        } else {
            underWay.remove(commit.gtrid);
            commit.fail(
                    failure == null
                            ? new GroupException(GroupException.Knowledge.UNKNOWN, "no answer of the log")
                            : failure);
        }
    }

    /** The ledger has applied a decision: this node's, or another's that was first. */
    void decided(Effect.JoinedDecided decided) {
        Commit commit = underWay.remove(decided.gtrid());
        if (commit != null) {
            commit.answer(new Result.Decided(decided.outcome(), decided.reason()));
        }
    }

    /** This node's leadership is over, or another one of it begins. */
    void follow(String leader) {
        List<Commit> all = List.copyOf(underWay.values());
        underWay.clear();
        all.forEach(commit -> commit.fail(new NotLeaderException(leader)));
    }
}
