package io.nemcon.xa.mariadb;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.spi.AdapterSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection of its own, outside the pool, on which the server is asked about branches and told to finish them. Every
 * answer is bounded in time. Not thread-safe; after an exception that is no refusal it is of no more use.
 */
final class MariaDbInspection implements ServerAnswers, AutoCloseable {

    private static final Pattern MICROSECONDS = Pattern.compile("[0-9]{1,18}");

    /** For the next statement alone. */
    private static final String DIRTY_READ = "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED";

    private final Connection connection;
    private long serverStarted;

    private MariaDbInspection(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @throws SQLException if there is no answer in this time, or the server only reads, so that it can settle nothing
     */
    static MariaDbInspection open(AdapterSettings settings, long timeoutMs) throws SQLException {
        Properties properties = settings.driverProperties();
        String millis = Long.toString(Math.max(1, Math.min(timeoutMs, Integer.MAX_VALUE)));
        properties.setProperty("connectTimeout", millis);
        properties.setProperty("socketTimeout", millis);
        MariaDbInspection inspection = new MariaDbInspection(DriverManager.getConnection(settings.url(), properties));
        try {
            inspection.meet();
            return inspection;
        } catch (SQLException e) {
            inspection.closeAfter(e);
            throw e;
        }
    }

    void limitAnswers(long timeoutMs) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, Math.min(timeoutMs, Integer.MAX_VALUE)));
    }

    private void meet() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + Owners.SERVER_STARTED + ", @@read_only")) {
            row.next();
            serverStarted = row.getLong(1);
            String readOnly = row.getString(2);
            if (!"0".equals(readOnly) && !"OFF".equals(readOnly)) {
                throw new SQLException(
                        "the server only reads (read_only is " + readOnly + "), so it is a replica or on its way to be"
                                + " one",
                        "HY000",
                        MariaDbErrors.READ_ONLY);
            }
        }
    }

    /** See {@link Owner}. */
    long serverStarted() {
        return serverStarted;
    }

    // ---- branches

    /** Every prepared branch of the server, in all its databases, whoever made it; their ages are not known to it. */
    @Override
    public List<Listed> prepared() throws SQLException {
        List<Listed> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("XA RECOVER FORMAT='SQL'")) {
            while (rows.next()) {
                String data = rows.getString(4);
                found.add(new Listed(MariaDbXid.listed(rows.getInt(1), rows.getInt(2), rows.getInt(3), data), data, 0));
            }
        }
        return found;
    }

    boolean isPrepared(BranchId branch) throws SQLException {
        for (Listed one : prepared()) {
            if (branch.equals(one.branch())) {
                return true;
            }
        }
        return false;
    }

    void commitPrepared(BranchId branch) throws SQLException {
        execute("XA COMMIT " + MariaDbXid.literal(branch));
    }

    void rollbackPrepared(BranchId branch) throws SQLException {
        execute("XA ROLLBACK " + MariaDbXid.literal(branch));
    }

    /**
     * Ends the connection that a branch belongs to. True once it is gone, and with it anything it might still have done, and
     * its branch is free to be finished by others; false if that takes a little longer. One of an earlier life of the server
     * is gone, whoever has its id now.
     */
    boolean end(Owner owner, Departures departures) throws SQLException {
        if (owner.serverStarted() != serverStarted) {
            return true;
        }
        // the driver logs errors of the server as warnings, and this one is what is hoped for
        boolean gone = "1"
                .equals(text("BEGIN NOT ATOMIC DECLARE gone BOOLEAN DEFAULT FALSE; DECLARE CONTINUE HANDLER FOR "
                        + MariaDbErrors.NO_SUCH_THREAD + " SET gone = TRUE; KILL HARD CONNECTION "
                        + owner.connectionId()
                        + "; SELECT gone; END"));
        if (gone) {
            return departures.seenGone(owner);
        }
        departures.seenAlive(owner);
        return false;
    }

    /** Notes which owners of these branches are gone already, so that one wait is enough for all of them. */
    void noteDepartures(WitnessTable table, List<BranchId> branches, Departures departures) throws SQLException {
        execute(DIRTY_READ);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(table.departed(branches))) {
            while (rows.next()) {
                departures.seenGone(new Owner(rows.getLong(1), rows.getLong(2)));
            }
        }
    }

    /** Stops the statement that a connection runs; does nothing if there is none. */
    void cancel(Owner owner) throws SQLException {
        if (owner.serverStarted() == serverStarted) {
            execute("KILL HARD QUERY " + owner.connectionId());
        }
    }

    // ---- witnesses

    /**
     * What the witness of a branch says that is not in the prepared list. That list has a gap: while the server takes a
     * branch from a connection that ends, it names it nowhere. So a row that is missing is looked for again by a dirty read,
     * which sees it until the branch is rolled back.
     */
    Testimony ask(WitnessTable table, BranchId branch, Witness witness) throws SQLException {
        if (row(table, branch).there()) {
            return Testimony.COMMITTED;
        }
        execute(DIRTY_READ);
        Row dirty = row(table, branch);
        if (dirty.there()) {
            return Testimony.IN_PROGRESS;
        }
        if (!MICROSECONDS.matcher(witness.evidence()).matches()) {
            return Testimony.UNKNOWN;
        }
        Long horizon = dirty.horizon();
        return horizon == null || Long.parseLong(witness.evidence()) > horizon
                ? Testimony.ROLLED_BACK
                : Testimony.UNKNOWN;
    }

    private record Row(boolean there, @Nullable Long horizon) {}

    private Row row(WitnessTable table, BranchId branch) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(table.ask(branch))) {
            row.next();
            boolean there = row.getLong(1) > 0;
            long horizon = row.getLong(2);
            return new Row(there, row.wasNull() ? null : horizon);
        }
    }

    /** The connection that a prepared branch belongs to, or did; null if it has no row. */
    @Nullable
    Owner ownerOf(WitnessTable table, BranchId branch) throws SQLException {
        execute(DIRTY_READ);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(table.owner(branch))) {
            return row.next() ? new Owner(row.getLong(1), row.getLong(2)) : null;
        }
    }

    /** For how long each of these has been prepared by the server's clock; without those that have no row. */
    Map<BranchId, Long> preparedAgoMs(WitnessTable table, List<BranchId> branches) throws SQLException {
        execute(DIRTY_READ);
        Map<BranchId, Long> ages = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(table.ages(branches))) {
            while (rows.next()) {
                BranchId branch = MariaDbXid.fromKey(rows.getBytes(1));
                if (branch != null) {
                    ages.put(branch, TimeUnit.MICROSECONDS.toMillis(rows.getLong(2)));
                }
            }
        }
        return ages;
    }

    @Override
    public long connectionIdTold() throws SQLException {
        return connection.unwrap(org.mariadb.jdbc.Connection.class).getThreadId();
    }

    // ---- plain SQL

    /** For what is not about one branch. */
    Connection connection() {
        return connection;
    }

    @Override
    public @Nullable String text(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
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
