package io.nemcon.xa.postgresql;

import io.nemcon.agent.PreparedUse;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.spi.AdapterSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection of its own, outside the pool, on which the database is asked about branches and told to finish them. Every
 * answer is bounded in time. Not thread-safe; after an exception that is no refusal it is of no more use.
 */
final class PostgresInspection implements AutoCloseable {

    private static final Pattern XID = Pattern.compile("[0-9]{1,19}");

    private final Connection connection;
    private boolean positionTold;

    private PostgresInspection(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @throws SQLException if there is no answer in this time, or the server is a standby, which can settle nothing
     */
    static PostgresInspection open(AdapterSettings settings, long timeoutMs) throws SQLException {
        Properties properties = settings.driverProperties();
        String seconds = Long.toString(Math.max(1, (timeoutMs + 999) / 1000));
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("ApplicationName", "nemcon " + settings.name());
        PostgresInspection inspection = new PostgresInspection(DriverManager.getConnection(settings.url(), properties));
        try {
            inspection.limitAnswers(timeoutMs);
            inspection.requirePrimary();
            return inspection;
        } catch (SQLException e) {
            inspection.closeAfter(e);
            throw e;
        }
    }

    void limitAnswers(long timeoutMs) throws SQLException {
        connection.setNetworkTimeout(null, (int) Math.max(1, Math.min(timeoutMs, Integer.MAX_VALUE)));
    }

    private void requirePrimary() throws SQLException {
        if (isTrue("select pg_is_in_recovery()")) {
            throw new SQLException(
                    "the server is a standby; name the primary in the URL, or add targetServerType=primary", "57P03");
        }
    }

    /** A transaction number that is above all given out before; empty if it was told over this connection already. */
    Optional<Long> position() throws SQLException {
        if (positionTold) {
            return Optional.empty();
        }
        String xid = text("select pg_current_xact_id()::text");
        positionTold = true;
        return Optional.ofNullable(xid).map(Long::valueOf);
    }

    boolean isPrepared(String gid) throws SQLException {
        return isTrue("select exists (select from pg_prepared_xacts where database = current_database() and gid = "
                + PostgresGid.quoted(gid) + ")");
    }

    /** Every prepared transaction of this database, whoever made it. */
    List<Listed> prepared() throws SQLException {
        List<Listed> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select gid, (extract(epoch from clock_timestamp() - prepared) * 1000)::bigint"
                                + " from pg_prepared_xacts where database = current_database() order by prepared")) {
            while (rows.next()) {
                String gid = rows.getString(1);
                found.add(new Listed(PostgresGid.parse(gid), gid, Math.max(0, rows.getLong(2))));
            }
        }
        return found;
    }

    /** Of the whole server: its databases share the limit. */
    PreparedUse preparedUse() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*)::int,"
                        + " current_setting('max_prepared_transactions')::int from pg_prepared_xacts")) {
            rows.next();
            return new PreparedUse(rows.getInt(1), rows.getInt(2));
        }
    }

    void commitPrepared(String gid) throws SQLException {
        execute("COMMIT PREPARED " + PostgresGid.quoted(gid));
    }

    void rollbackPrepared(String gid) throws SQLException {
        execute("ROLLBACK PREPARED " + PostgresGid.quoted(gid));
    }

    /**
     * What became of a transaction. An id that is too old to be known, or that this server never gave out, is UNKNOWN.
     */
    Testimony status(String xid) throws SQLException {
        if (!XID.matcher(xid).matches()) {
            return Testimony.UNKNOWN;
        }
        String status;
        try {
            status = text("select pg_xact_status('" + xid + "'::xid8)");
        } catch (SQLException e) {
            if (PostgresErrors.is(e, PostgresErrors.INVALID_PARAMETER)) {
                return Testimony.UNKNOWN;
            }
            throw e;
        }
        if (status == null) {
            return Testimony.UNKNOWN;
        }
        return switch (status) {
            case "committed" -> Testimony.COMMITTED;
            case "aborted" -> Testimony.ROLLED_BACK;
            case "in progress" -> Testimony.IN_PROGRESS;
            default -> Testimony.UNKNOWN;
        };
    }

    /**
     * Ends a backend. True once it is gone, and with it anything it might still have done; false if it has only been told
     * to go, or if another one may have got its pid: that one is left alone.
     */
    boolean end(Backend backend) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select case when backend_start <= clock_timestamp() - make_interval(secs => ?)"
                        + " then pg_terminate_backend(pid) end"
                        + " from pg_stat_activity where pid = ? and backend_start is not null")) {
            statement.setDouble(1, backend.ageSeconds());
            statement.setInt(2, backend.pid());
            try (ResultSet rows = statement.executeQuery()) {
                return !rows.next();
            }
        }
    }

    /** The id of the transaction that a backend is in, as 64 bits; null if there is none, or the backend is gone. */
    @Nullable
    String currentXid(Backend backend) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select backend_xid::text, pg_snapshot_xmax(pg_current_snapshot())::text from pg_stat_activity"
                        + " where pid = ? and backend_start <= clock_timestamp() - make_interval(secs => ?)")) {
            statement.setInt(1, backend.pid());
            statement.setDouble(2, backend.ageSeconds());
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next() || rows.getString(1) == null) {
                    return null;
                }
                return withEpoch(Long.parseLong(rows.getString(1)), Long.parseLong(rows.getString(2)));
            }
        }
    }

    /** The 64-bit id whose low half is this, and which is not above the next one to be given out. */
    static String withEpoch(long low, long next) {
        long full = (next & ~0xFFFFFFFFL) | low;
        return Long.toString(full > next ? full - (1L << 32) : full);
    }

    /** Whether some backend has been there since before this one was first seen: then the server has not crashed since. */
    boolean outlived(Backend backend) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select exists (select from pg_stat_activity"
                + " where backend_start <= clock_timestamp() - make_interval(secs => ?))")) {
            statement.setDouble(1, backend.ageSeconds());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    @Nullable
    String text(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private boolean isTrue(String query) throws SQLException {
        return "t".equals(text(query));
    }

    private void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /** The pid as the driver knows it; differs from the server's own where a proxy sits between. */
    int backendPid() throws SQLException {
        return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    private void closeAfter(SQLException trouble) {
        try {
            connection.close();
        } catch (SQLException e) {
            trouble.addSuppressed(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
