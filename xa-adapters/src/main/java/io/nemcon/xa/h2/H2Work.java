package io.nemcon.xa.h2;

import io.nemcon.xa.handle.WorkListener;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What was seen of the work on a branch's connection, and what H2 must not be asked in a transaction. Thread-safe. */
final class H2Work implements WorkListener {

    /** They commit what was done before them. */
    private static final Set<String> COMMITTING_WORDS = Set.of(
            "alter",
            "analyze",
            "backup",
            "comment",
            "create",
            "drop",
            "grant",
            "revoke",
            "runscript",
            "script",
            "shutdown",
            "truncate");

    private volatile boolean mayHaveWritten;
    private volatile @Nullable SQLException rolledBackBy;

    @Override
    public void requireAllowed(String firstWord, String sql) throws SQLException {
        if (COMMITTING_WORDS.contains(firstWord)) {
            throw new SQLException(
                    firstWord.toUpperCase(Locale.ROOT)
                            + " is refused inside a transaction: H2 commits what was"
                            + " done before it; run it outside of transactions",
                    "25001");
        }
    }

    @Override
    public void worked(boolean onlyRead) {
        if (!onlyRead) {
            mayHaveWritten = true;
        }
    }

    @Override
    public void failed(SQLException error) {
        mayHaveWritten = true;
        if (error.getErrorCode() == ErrorCode.DEADLOCK_1) {
            rolledBackBy = error;
        }
    }

    boolean mayHaveWritten() {
        return mayHaveWritten;
    }

    /** The error at which H2 took back all that was done; null if it did not. */
    @Nullable
    SQLException rolledBackBy() {
        return rolledBackBy;
    }

    /** In words, why the work cannot be committed; null if it can. */
    @Nullable
    String trouble() {
        SQLException cause = rolledBackBy;
        return cause == null ? null : "H2 rolled back all that was done before this error: " + cause.getMessage();
    }
}
