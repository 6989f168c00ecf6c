package io.nemcon.xa.mariadb;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.xa.spi.DriverCalls;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Connection;

/**
 * A branch's own connection, spoken to beneath the pool. What ends a phase goes in one round trip, as a compound statement:
 * it stops at its first error, and the application's statements need not be allowed to come several in a string. Each
 * command goes unanswered at most for the answer timeout; after any exception but a refusal ({@link #refused}) nothing is
 * known of what it did.
 */
final class MariaDbSession {

    /** After a deadlock the server lets statements through that will never be committed; the branch must not end on one. */
    private static final String REQUIRE_TRANSACTION = "IF @@in_transaction = 0 THEN SIGNAL SQLSTATE 'XA100'"
            + " SET MYSQL_ERRNO = 1402, MESSAGE_TEXT = 'the server has rolled the branch back already'; END IF; ";

    private final Connection connection;
    private final Owner owner;
    private final WitnessTable table;
    private final BranchId branch;
    private final String xid;
    private final int answerTimeoutMs;
    private int networkTimeoutBefore = -1;

    MariaDbSession(Connection connection, Owner owner, WitnessTable table, BranchId branch, Duration answerTimeout) {
        this.connection = connection;
        this.owner = owner;
        this.table = table;
        this.branch = branch;
        this.xid = MariaDbXid.literal(branch);
        this.answerTimeoutMs = (int) Math.min(answerTimeout.toMillis(), Integer.MAX_VALUE);
    }

    Owner owner() {
        return owner;
    }

    /** Whether the server refused the command, lives, and so did nothing of it. */
    boolean refused(SQLException error) {
        return MariaDbErrors.isRefusal(error) && !connection.isClosed();
    }

    void start() throws SQLException {
        limitAnswers();
        execute("XA START " + xid);
        unlimitAnswers();
    }

    /** Leaves the witness, ends and prepares. */
    Witness prepare() throws SQLException {
        return DriverCalls.answer(this::prepareAcknowledged);
    }

    private Witness prepareAcknowledged() throws SQLException {
        limitAnswers();
        String compound = compound(REQUIRE_TRANSACTION + table.insert(branch, owner, false) + "; XA END " + xid
                + "; XA PREPARE " + xid + ";");
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(compound)) {
                throw strange("XA PREPARE");
            }
            String preparedAt = singleText(statement);
            boolean acknowledged = !statement.getMoreResults() && statement.getUpdateCount() >= 0;
            if (preparedAt == null || !acknowledged) {
                throw strange("XA PREPARE");
            }
            return new Witness(preparedAt);
        }
    }

    private static @Nullable String singleText(Statement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static SQLException strange(String command) {
        return new SQLException(command + " was answered in an unknown way", "08P01");
    }

    /** @param witnessed whether it leaves a row, by which it can be looked into if it is not answered */
    void commitOnePhase(boolean witnessed) throws SQLException {
        limitAnswers();
        String insert = witnessed ? table.insert(branch, owner, true) + "; " : "";
        execute(compound(REQUIRE_TRANSACTION + insert + "XA END " + xid + "; XA COMMIT " + xid + " ONE PHASE;"));
    }

    /** In any state of the branch but prepared: the end may have been done already, or be refused after a deadlock. */
    void rollback() throws SQLException {
        limitAnswers();
        execute(compound("BEGIN DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END; XA END " + xid
                + "; END; XA ROLLBACK " + xid + ";"));
    }

    void commitPrepared() throws SQLException {
        limitAnswers();
        execute("XA COMMIT " + xid);
    }

    void rollbackPrepared() throws SQLException {
        limitAnswers();
        execute("XA ROLLBACK " + xid);
    }

    private static String compound(String statements) {
        return "BEGIN NOT ATOMIC " + statements + " END";
    }

    private void execute(String command) throws SQLException {
        DriverCalls.run(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(command);
                while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
                    continue; // an error of a later statement shows here
                }
            }
        });
    }

    /** Makes it fit for the pool again, once its branch is over. */
    void reset() throws SQLException {
        connection.setAutoCommit(true);
        unlimitAnswers();
    }

    private void limitAnswers() throws SQLException {
        if (networkTimeoutBefore < 0) {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, answerTimeoutMs);
            networkTimeoutBefore = before;
        }
    }

    private void unlimitAnswers() throws SQLException {
        if (networkTimeoutBefore >= 0) {
            connection.setNetworkTimeout(Runnable::run, networkTimeoutBefore);
            networkTimeoutBefore = -1;
        }
    }
}
