package io.nemcon.xa.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import io.nemcon.xa.diagnosis.Facts;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.diagnosis.Finding.Verdict;
import io.nemcon.xa.handle.WorkGate;
import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.BorrowedConnection;
import io.nemcon.xa.spi.WorkBranch;
import io.nemcon.xa.twophase.TwoPhaseBranch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One PostgreSQL database, checked to be able to prepare. Thread-safe. */
final class PostgresDatabase implements AdaptedDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

    private final AdapterSettings settings;
    private final PostgresVerifier verifier;

    private PostgresDatabase(AdapterSettings settings) {
        this.settings = settings;
        this.verifier = new PostgresVerifier(settings);
    }

    /** Asks the server whether it can do its part. */
    static PostgresDatabase check(AdapterSettings settings) throws SQLException {
        Facts facts = PostgresFacts.of(settings);
        for (Finding one : facts.findings()) {
            if (one.verdict() == Verdict.PROBLEM) {
                throw new SQLException("resource " + settings.name() + ": " + one.sentence());
            }
            if (one.verdict() == Verdict.NOTE) {
                LOG.warn("resource {}: {}", settings.name(), one.sentence());
            }
        }
        return new PostgresDatabase(settings);
    }

    /**
     * Connections without auto-commit, whose BEGIN rides with the first statement, and whose commands in one string go as
     * one message.
     */
    @Override
    public void configure(HikariConfig pool) {
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setAutoCommit(false);
        pool.addDataSourceProperty("preferQueryMode", "extendedForPrepared");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty(
                "cancelSignalTimeout",
                Long.toString(Math.max(1, settings.verifyTimeout().toSeconds())));
        settings.properties().forEach(pool::addDataSourceProperty);
        pool.setExceptionOverride(new KeepOnUnsupported());
    }

    /** "Feature not supported" is an answer; the pool would take it for a broken connection. */
    private static final class KeepOnUnsupported implements SQLExceptionOverride {
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException error) {
            return PostgresErrors.is(error, "0A000") ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
        }
    }

    @Override
    public WorkBranch begin(BranchId id, BranchContext context, BorrowedConnection connection) throws SQLException {
        try {
            PostgresSession session = new PostgresSession(connection.connection(), settings.answerTimeout());
            PostgresWork work = new PostgresWork(session);
            WorkGate gate = new WorkGate(id, connection.connection(), context, work);
            return new TwoPhaseBranch(
                    id, settings, connection, gate, new PostgresCommands(id, settings, session, work, verifier));
        } catch (SQLException e) {
            connection.discard();
            throw e;
        }
    }

    @Override
    public void useAlone(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
    }

    /** By when it was started: a server that was set back was started anew. */
    @Override
    public @Nullable String lifeOf(Connection connection) throws SQLException {
        return ask(connection, "select pg_postmaster_start_time()::text");
    }

    /** Takes one: no other number is above all that were given out, also to transactions that are not over. */
    @Override
    public long positionOf(Connection connection) throws SQLException {
        return Long.parseLong(ask(connection, "select pg_current_xact_id()::text"));
    }

    /** By itself, in one round trip: there is no transaction yet, and none is left. */
    private static String ask(Connection connection, String question) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        } finally {
            connection.setAutoCommit(false); // as the pool's connections are
        }
    }

    @Override
    public RecoverableResource recoverable() {
        return new PostgresRecovery(settings);
    }

    @Override
    public String limits() {
        return "";
    }
}
