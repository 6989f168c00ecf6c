package io.nemcon.xa.mariadb;

import io.nemcon.xa.handle.WorkListener;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was seen of the work on a branch's connection. Thread-safe. */
final class MariaDbWork implements WorkListener {

    private static final Pattern TEMPORARY =
            Pattern.compile("\\b(?:create|drop)\\b[^;]*\\btemporary\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern COMPOUND = Pattern.compile("\\bbegin\\s+not\\b", Pattern.CASE_INSENSITIVE);

    /** SQLSTATE class "transaction rollback", as of a deadlock. */
    private static final String ROLLED_BACK_CLASS = "40";

    private volatile boolean any;
    private volatile boolean mayHaveWritten;
    private volatile @Nullable SQLException firstFailure;
    private volatile @Nullable SQLException rolledBackBy;

    /** @param readsMayWrite whether even a plain SELECT may write in this database */
    MariaDbWork(boolean readsMayWrite) {
        this.mayHaveWritten = readsMayWrite;
    }

    /**
     * Says in words what the server would refuse with a code: whatever it commits for by the way. What is not recognized
     * here it refuses by itself. Only XA it would obey, for that is how a branch is ended under its own name.
     */
    @Override
    public void requireAllowed(String firstWord, String sql) throws SQLException {
        boolean commits =
                switch (firstWord) {
                    case "alter", "truncate", "rename", "lock", "start" -> true;
                    case "create", "drop" -> !TEMPORARY.matcher(sql).find();
                    case "begin" -> !COMPOUND.matcher(sql).find();
                    default -> false;
                };
        if (commits) {
            throw new SQLException(
                    firstWord.toUpperCase(Locale.ROOT)
                            + " is refused inside a transaction: MariaDB would commit before it;"
                            + " run it outside of transactions",
                    "2D000");
        }
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
        String state = error.getSQLState();
        if (rolledBackBy == null && state != null && state.startsWith(ROLLED_BACK_CLASS)) {
            rolledBackBy = error;
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

    /** The statement at which the server took back all that was done; null if none did. */
    @Nullable
    SQLException rolledBackBy() {
        return rolledBackBy;
    }

    /** What failed first, to explain why the branch could not be ended; empty if nothing did. */
    String firstFailure() {
        SQLException cause = firstFailure;
        return cause == null ? "" : "; the first statement that failed: " + MariaDbErrors.words(cause);
    }
}
