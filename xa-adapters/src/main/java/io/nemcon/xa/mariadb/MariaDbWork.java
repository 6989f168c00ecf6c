package io.nemcon.xa.mariadb;

import io.nemcon.xa.handle.WorkListener;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What was seen of the work on a branch's connection. Thread-safe. */
final class MariaDbWork implements WorkListener {

    private volatile boolean any;
    private volatile boolean mayHaveWritten;
    private volatile @Nullable SQLException firstFailure;

    /** @param readsMayWrite whether even a plain SELECT may write in this database */
    MariaDbWork(boolean readsMayWrite) {
        this.mayHaveWritten = readsMayWrite;
    }

    /**
     * The server itself refuses what would end the branch, or commit by the way: BEGIN, COMMIT, LOCK TABLES, DDL. Only XA is
     * left, with which the branch could be ended under its own name.
     */
    @Override
    public void requireAllowed(String firstWord, String sql) throws SQLException {
        if (firstWord.equals("xa")) {
            throw new SQLException(
                    "XA is refused inside a transaction: its branches are ended with UserTransaction.commit()"
                            + " or UserTransaction.rollback()",
                    "2D000");
        }
        if (!sql.isEmpty() && !MariaDbReads.onlyReads(sql)) {
            mayHaveWritten = true;
        }
    }

    @Override
    public void worked(boolean onlyRead) {
        any = true;
        if (!onlyRead) {
            mayHaveWritten = true;
        }
    }

    @Override
    public void failed(SQLException error) {
        if (firstFailure == null) {
            firstFailure = error;
        }
        worked(false);
    }

    /** Whether anything was done at all. */
    boolean any() {
        return any;
    }

    boolean mayHaveWritten() {
        return mayHaveWritten;
    }

    /** What failed first, to explain why the branch could not be ended; empty if nothing did. */
    String firstFailure() {
        SQLException cause = firstFailure;
        return cause == null ? "" : "; the first statement that failed: " + MariaDbErrors.words(cause);
    }
}
