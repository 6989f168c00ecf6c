package io.nemcon.xa.postgresql;

import io.nemcon.xa.handle.WorkListener;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;

/**
 * What was seen of the work on a branch's connection. Watches the transaction state, which the driver knows for free: a
 * transaction that was open and is not any more was ended behind the branch's back, and part of the work with it.
 * Thread-safe.
 */
final class PostgresWork implements WorkListener {

    private final PostgresSession session;
    private volatile boolean any;
    private volatile boolean mayHaveWritten;
    private volatile boolean opened;
    private volatile boolean endedElsewhere;
    private volatile @Nullable SQLException firstFailure;

    PostgresWork(PostgresSession session) {
        this.session = session;
    }

    @Override
    public void worked(boolean onlyRead) {
        any = true;
        if (!onlyRead) {
            mayHaveWritten = true;
        }
        if (session.state() != TransactionState.IDLE) {
            opened = true;
        } else if (opened) {
            endedElsewhere = true;
        }
    }

    @Override
    public void failed(SQLException error) {
        if (firstFailure == null) {
            firstFailure = error;
        }
        worked(false);
    }

    /** Whether anything was done at all: by handles, or on the driver's own connection, as COPY is. */
    boolean any() {
        return any || session.state() != TransactionState.IDLE;
    }

    boolean mayHaveWritten() {
        return mayHaveWritten;
    }

    /** The statement after which the server only takes a rollback; null if it takes a commit. */
    @Nullable
    SQLException failure() {
        return session.state() == TransactionState.FAILED ? firstFailure : null;
    }

    /** In words, why the work cannot be committed; null if it can. */
    @Nullable
    String trouble() {
        if (!any()) {
            return null;
        }
        if (endedElsewhere || (opened && session.state() == TransactionState.IDLE)) {
            return "its transaction was ended by SQL or by the driver's own connection, and not by the transaction";
        }
        if (session.state() == TransactionState.FAILED) {
            SQLException cause = firstFailure;
            return "a statement failed earlier, so the server only takes a rollback"
                    + (cause == null ? "" : ": " + PostgresErrors.words(cause));
        }
        return null;
    }
}
