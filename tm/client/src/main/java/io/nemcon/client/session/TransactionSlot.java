package io.nemcon.client.session;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One transaction's place in the session that it began under, and stays under: the gtrid, and the duty to be closed when
 * nothing of it is undecided or unanswered any more. Thread-safe.
 */
public final class TransactionSlot extends NumberWindow.Slot {

    /** How long after it was told of the timeout it is told again, if it is still open. */
    private static final long AGAIN_NANOS = 1_000_000_000L;

    private final Sessions sessions;
    private final ClientSession session;
    private volatile @Nullable Gtrid gtrid;
    private volatile @Nullable Runnable onTimeout;

    /** Guarded by the window's lock after it was opened. */
    private long alarmNanos;

    TransactionSlot(Sessions sessions, ClientSession session, long deadlineNanos) {
        this.sessions = sessions;
        this.session = session;
        this.alarmNanos = deadlineNanos;
    }

    public Gtrid gtrid() {
        Gtrid known = gtrid;
        if (known == null) {
            known = session.gtrid(number());
            gtrid = known;
        }
        return known;
    }

    /** Who hears that the deadline is over, and hears it again every second until the slot is closed. Must not block. */
    public void onTimeout(Runnable listener) {
        onTimeout = listener;
    }

    /**
     * Has the group decide, repeated until the outcome is known: {@link Result.Decided}, or {@link Result.Refused} for a
     * commit that exceeds a limit. Fails only when the client is closed before. Completes on a thread that must not block.
     */
    public CompletableFuture<Result> decide(SessionCommand.Decide command) {
        return send(new DecideUntilKnown(sessions, session, command, null));
    }

    /**
     * The same for a commit that other sessions may have joined: the leader asks them for their votes first, until this deadline,
     * by the host's clock.
     */
    public CompletableFuture<Result> decideWithJoined(SessionCommand.Decide command, long votesUntilNanos) {
        return send(new DecideUntilKnown(sessions, session, command, votesUntilNanos));
    }

    private static CompletableFuture<Result> send(DecideUntilKnown decide) {
        decide.send();
        return decide.outcome();
    }

    /** Nothing of it is undecided or unanswered, and no DECIDE will be sent for it. Idempotent. */
    public void close() {
        if (session.sequences().close(this)) {
            sessions.slotClosed(session);
        }
    }

    /** Whether its alarm is due; if so it is set anew. Called under the window's lock. */
    boolean takeAlarm(long nowNanos) {
        if (nowNanos - alarmNanos < 0) {
            return false;
        }
        alarmNanos = nowNanos + AGAIN_NANOS;
        return true;
    }

    void alarm() {
        Runnable listener = onTimeout;
        if (listener != null) {
            listener.run();
        }
    }
}
