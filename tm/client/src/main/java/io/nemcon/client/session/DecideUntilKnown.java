package io.nemcon.client.session;

import io.nemcon.client.group.Backoff;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.GroupException;
import io.nemcon.node.host.CrashPoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One DECIDE, sent again and again until the ledger has said what the outcome is. That is safe because the first decision
 * in the log wins, whoever sends what how often.
 *
 * <p>One attempt is under way at a time; each step runs on the channel's or the timer's thread and does not block.
 */
final class DecideUntilKnown {

    private static final Logger LOG = LoggerFactory.getLogger(DecideUntilKnown.class);

    private final Sessions sessions;
    private final ClientSession session;
    private final SessionCommand.Decide command;
    private final CompletableFuture<Result> outcome = new CompletableFuture<>();
    private final Backoff backoff;

    /** Until when the leader may ask sessions that have joined, by the host's clock; null where none can have. */
    private volatile @Nullable Long votesUntilNanos;

    private boolean warned;

    DecideUntilKnown(
            Sessions sessions, ClientSession session, SessionCommand.Decide command, @Nullable Long votesUntilNanos) {
        this.votesUntilNanos = votesUntilNanos;
        this.sessions = sessions;
        this.session = session;
        this.command = command;
        this.backoff = new Backoff(sessions.host(), 10, 2_000);
    }

    CompletableFuture<Result> outcome() {
        return outcome;
    }

    void send() {
        if (sessions.channelClosed()) {
            fail(null);
            return;
        }
        CompletableFuture<Result> sent;
        try {
            sent = sendOnce();
        } catch (RuntimeException broken) { // the loop's outer edge: whatever it is, it must not be the last attempt
            retry(new GroupException(
                    GroupException.Knowledge.UNKNOWN, "the channel to the group failed: " + broken, broken));
            return;
        }
        sent.whenComplete((result, failure) -> {
            if (result == null) {
                retry(failure);
            } else {
                onResult(result);
            }
        });
    }

    private CompletableFuture<Result> sendOnce() {
        CrashPoint before = CrashPoint.CLIENT_BEFORE_DECIDE;
        CrashPoint answered = CrashPoint.CLIENT_DECIDED;
        Command.FromSession decide = new Command.FromSession(session.header(), command);
        Long untilNanos = votesUntilNanos;
        if (untilNanos == null) {
            return sessions.group().propose(before, answered, decide);
        }
        long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNanos - sessions.host().nanoTime());
        return sessions.group().commitJoined(before, answered, decide, Math.max(0, leftMs));
    }

    private void onResult(Result result) {
        if (result instanceof Result.Decided decided && decided.outcome() == Outcome.PENDING) {
            sessions.retryLater(
                    this, 0); // votes are being asked for; the leader answers after a while to be asked again
        } else if (result instanceof Result.JoinsDiffer) {
            votesUntilNanos = sessions.host().nanoTime(); // joined all the same, by whoever learnt of it
            sessions.retryLater(this, 0);
        } else if (result instanceof Result.Decided decided) {
            outcome.complete(decided);
        } else if (result instanceof Result.Refused refused) {
            if (command.decision() == Decision.COMMIT) {
                outcome.complete(refused);
            } else {
                retry(new GroupException(GroupException.Knowledge.NOT_DONE, refused.why()));
            }
        } else {
            if (result instanceof Result.SessionEnded) {
                sessions.succession().ended(session);
            }
            askOutcome(); // it was not carried out now; an earlier attempt may have been
        }
    }

    private void askOutcome() {
        Gtrid gtrid = command.gtrid();
        Query outcome = new Query.Outcomes(List.of(gtrid));
        sessions.group().query(CrashPoint.CLIENT_BEFORE_OUTCOME_ASKED, outcome).whenComplete((answer, failure) -> {
            if (answer instanceof Answer.Outcomes asked && asked.outcomes().size() == 1) {
                onOutcome(asked.outcomes().get(0));
            } else {
                retry(failure);
            }
        });
    }

    private void onOutcome(Answer.OutcomeOf found) {
        if (found.outcome() == Outcome.PENDING) {
            retry(null);
            return;
        }
        boolean endedWithSession = found.outcome() == Outcome.ABORTED && found.reason() == Reason.NONE;
        outcome.complete(new Result.Decided(
                found.outcome(), endedWithSession && session.ended() ? Reason.SESSION_ENDED : found.reason()));
    }

    private void retry(@Nullable Throwable failure) {
        if (sessions.channelClosed()) {
            fail(failure);
            return;
        }
        if (!warned && failure != null) {
            warned = true;
            LOG.warn(
                    "tx {}: DECIDE({}) is unanswered and is repeated until it is: {}",
                    command.gtrid(),
                    command.decision(),
                    Sessions.knowledgeOf(failure).getMessage());
        }
        sessions.retryLater(this, backoff.nextMillis());
    }

    /** The client is closed: nobody here will know the outcome. */
    void fail(@Nullable Throwable cause) {
        String message = "tx " + command.gtrid() + ": the client was closed before the group answered DECIDE("
                + command.decision() + ")";
        GroupException.Knowledge unknown = GroupException.Knowledge.UNKNOWN;
        outcome.completeExceptionally(
                cause == null ? new GroupException(unknown, message) : new GroupException(unknown, message, cause));
    }
}
