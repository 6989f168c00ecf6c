package io.nemcon.xa.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.core.id.BranchId;
import io.nemcon.xa.spi.AdaptedDatabase;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.BorrowedConnection;
import io.nemcon.xa.spi.WorkBranch;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One PostgreSQL database, checked to be able to prepare. Thread-safe. */
final class PostgresDatabase implements AdaptedDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

    /** The first with {@code pg_current_xact_id} and {@code xid8}. */
    private static final int VERSION_MIN = 130000;

    private final AdapterSettings settings;
    private final PostgresVerifier verifier;

    private PostgresDatabase(AdapterSettings settings) {
        this.settings = settings;
        this.verifier = new PostgresVerifier(settings);
    }

    /** Asks the server whether it can do its part. */
    static PostgresDatabase check(AdapterSettings settings) throws SQLException {
        try (PostgresInspection server =
                PostgresInspection.open(settings, settings.verifyTimeout().toMillis())) {
            requireVersion(settings, server);
            requirePreparedTransactions(settings, server);
            requireDirectConnection(settings, server);
            if ("off".equals(server.text("show fsync"))) {
                LOG.warn(
                        "resource {}: fsync is off; a crash of the server may lose what it voted YES on."
                                + " Run ALTER SYSTEM SET fsync = on and SELECT pg_reload_conf()",
                        settings.name());
            }
        } catch (SQLException e) {
            throw PostgresErrors.isRefusal(e) || e.getSQLState() == null
                    ? e
                    : new SQLException(
                            "resource " + settings.name() + ": " + settings.url() + " does not answer: "
                                    + PostgresErrors.words(e),
                            e.getSQLState(),
                            e);
        }
        return new PostgresDatabase(settings);
    }

    private static void requireVersion(AdapterSettings settings, PostgresInspection server) throws SQLException {
        if (number(server, "server_version_num") < VERSION_MIN) {
            throw new SQLException("resource " + settings.name() + ": PostgreSQL " + server.text("show server_version")
                    + " is too old; 13 is the first that can tell what became of a transaction");
        }
    }

    private static void requirePreparedTransactions(AdapterSettings settings, PostgresInspection server)
            throws SQLException {
        if (number(server, "max_prepared_transactions") == 0) {
            throw new SQLException("resource " + settings.name() + ": max_prepared_transactions is 0, so it cannot take"
                    + " part in two-phase commit; " + PostgresErrors.MORE_PREPARED);
        }
    }

    private static void requireDirectConnection(AdapterSettings settings, PostgresInspection server)
            throws SQLException {
        int seen = number(server, "pg_backend_pid");
        if (seen != server.backendPid()) {
            throw new SQLException("resource " + settings.name() + ": a proxy sits between this process and the server"
                    + " (backend " + seen + " calls itself " + server.backendPid()
                    + "), so a lost connection could not be"
                    + " told from a slow one; connect to the server itself");
        }
    }

    private static int number(PostgresInspection server, String setting) throws SQLException {
        String query = setting.equals("pg_backend_pid")
                ? "select pg_backend_pid()"
                : "select current_setting('" + setting + "')";
        String text = server.text(query);
        return text == null ? 0 : Integer.parseInt(text);
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
            return new PostgresBranch(id, context, settings, verifier, connection);
        } catch (SQLException e) {
            connection.discard();
            throw e;
        }
    }

    @Override
    public void useAlone(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
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
