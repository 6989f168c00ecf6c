package io.nemcon.xa.postgresql;

import io.nemcon.xa.spi.DriverCalls;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A branch's own connection, spoken to beneath the pool. Each command that ends a phase goes unanswered at most for the
 * answer timeout; after any exception but a refusal ({@link #refused}) nothing is known of what it did.
 */
final class PostgresSession {

    private final BaseConnection connection;
    private final Backend backend;
    private final int answerTimeoutMs;
    private int networkTimeoutBefore = -1;

    PostgresSession(Connection pooled, Duration answerTimeout) throws SQLException {
        long sinceNanos = System.nanoTime();
        this.connection = pooled.unwrap(BaseConnection.class);
        this.backend = new Backend(connection.getBackendPID(), sinceNanos);
        this.answerTimeoutMs = (int) Math.min(answerTimeout.toMillis(), Integer.MAX_VALUE);
    }

    Backend backend() {
        return backend;
    }

    /** As the server last reported it; costs nothing. */
    TransactionState state() {
        return connection.getTransactionState();
    }

    /** Whether the server refused the command, lives, and so did nothing of it. */
    boolean refused(SQLException error) {
        try {
            return PostgresErrors.isRefusal(error) && !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Prepares, and returns the transaction id, both in one round trip. The id is asked for first, so that in a failed
     * transaction the question fails and PREPARE is not run: alone it would answer as if all were well. PREPARE gives every
     * transaction an id, so asking for one that does not exist yet changes nothing. No cast to text: it costs the server as
     * much as all the rest of the question.
     */
    String prepare(String gid) throws SQLException {
        return DriverCalls.answer(() -> prepareAcknowledged(gid));
    }

    private String prepareAcknowledged(String gid) throws SQLException {
        limitAnswers();
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_catalog.pg_current_xact_id();PREPARE TRANSACTION " + PostgresGid.quoted(gid));
            String xid = singleText(statement);
            boolean acknowledged = !statement.getMoreResults() && statement.getUpdateCount() >= 0;
            if (xid == null || !acknowledged || state() != TransactionState.IDLE) {
                throw new SQLException("PREPARE TRANSACTION was answered in an unknown way, state " + state(), "08P01");
            }
            return xid;
        }
    }

    /** The transaction id; null if the transaction has written nothing so far. */
    @Nullable
    String xidIfAssigned() throws SQLException {
        return ask("select pg_catalog.pg_current_xact_id_if_assigned()");
    }

    /** Outside of the branch's transaction. Whether another connection could end it now. */
    boolean lists(String gid) throws SQLException {
        return "t"
                .equals(ask("select exists (select from pg_catalog.pg_prepared_xacts"
                        + " where database = pg_catalog.current_database() and gid = " + PostgresGid.quoted(gid)
                        + ")"));
    }

    private @Nullable String ask(String question) throws SQLException {
        limitAnswers();
        try (Statement statement = connection.createStatement()) {
            statement.execute(question);
            return singleText(statement);
        } catch (RuntimeException fault) {
            throw DriverCalls.failed(fault);
        }
    }

    private static @Nullable String singleText(Statement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Only in state OPEN, for in a failed transaction it would roll back. */
    void commit() throws SQLException {
        limitAnswers();
        DriverCalls.run(connection::commit);
        requireIdle("COMMIT");
    }

    void rollback() throws SQLException {
        limitAnswers();
        if (!connection.getAutoCommit()) {
            DriverCalls.run(connection::rollback);
        }
        requireIdle("ROLLBACK");
    }

    void commitPrepared(String gid) throws SQLException {
        outsideTransaction("COMMIT PREPARED " + PostgresGid.quoted(gid));
    }

    void rollbackPrepared(String gid) throws SQLException {
        outsideTransaction("ROLLBACK PREPARED " + PostgresGid.quoted(gid));
    }

    private void outsideTransaction(String command) throws SQLException {
        limitAnswers();
        DriverCalls.run(() -> {
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute(command);
            }
        });
    }

    private void requireIdle(String after) throws SQLException {
        if (state() != TransactionState.IDLE) {
            throw new SQLException("after " + after + " the transaction is " + state(), "08P01");
        }
    }

    /** Stops whatever statement runs, over a connection of its own. */
    void cancel() throws SQLException {
        connection.cancelQuery();
    }

    /** Makes it fit for the pool again. */
    void reset() throws SQLException {
        rollback();
        connection.setAutoCommit(false);
        if (networkTimeoutBefore >= 0) {
            connection.setNetworkTimeout(null, networkTimeoutBefore);
            networkTimeoutBefore = -1;
        }
    }

    private void limitAnswers() throws SQLException {
        if (networkTimeoutBefore < 0) {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(null, answerTimeoutMs);
            networkTimeoutBefore = before;
        }
    }
}
