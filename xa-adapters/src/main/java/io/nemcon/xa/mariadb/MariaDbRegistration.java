package io.nemcon.xa.mariadb;

import io.nemcon.xa.spi.AdapterSettings;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.export.HaMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a server whether it can do its part, by trying what can be tried, and says in words what is missing. */
final class MariaDbRegistration {

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbRegistration.class);

    private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+)\\.([0-9]+)");

    /** The first that keeps a prepared branch when its connection ends. */
    private static final int VERSION_MIN = 10_05_02;

    private final AdapterSettings settings;
    private final MariaDbInspection server;

    private MariaDbRegistration(AdapterSettings settings, MariaDbInspection server) {
        this.settings = settings;
        this.server = server;
    }

    static MariaDbDatabase check(AdapterSettings settings) throws SQLException {
        requireOneServer(settings);
        try (MariaDbInspection server =
                MariaDbInspection.open(settings, settings.verifyTimeout().toMillis())) {
            return new MariaDbRegistration(settings, server).checked();
        } catch (SQLException e) {
            throw e.getSQLState() == null
                    ? e
                    : new SQLException(
                            "resource " + settings.name() + ": " + settings.url()
                                    + (MariaDbErrors.isRefusal(e) ? " cannot be used: " : " does not answer: ")
                                    + MariaDbErrors.words(e),
                            e.getSQLState(),
                            e.getErrorCode(),
                            e);
        }
    }

    private MariaDbDatabase checked() throws SQLException {
        requireVersion();
        requireNoGalera();
        requireDirectConnection();
        requireSqlMode();
        String database = server.text("SELECT DATABASE()");
        if (database == null) {
            throw refusal("its URL names no database, and branches leave a witness in a table there;"
                    + " append its name to the URL, as in jdbc:mariadb://host:3306/orders");
        }
        WitnessTable table = new WitnessTable(database);
        requireWitnessTable(database, table);
        requireKill();
        server.prepared();
        warnIfNotDurable();
        return new MariaDbDatabase(settings, table, readsMayWrite());
    }

    /** The connection must never turn out to be one to another server: no list of servers, no fail-over by the driver. */
    private static void requireOneServer(AdapterSettings settings) throws SQLException {
        Configuration url = Configuration.parse(settings.url(), settings.driverProperties());
        if (url == null || url.haMode() != HaMode.NONE || url.addresses().size() != 1) {
            throw new SQLException(
                    "resource " + settings.name() + ": " + settings.url() + " does not name one server, and"
                            + " a branch must be looked for on the server it was left on; use jdbc:mariadb://host:port/database,"
                            + " with an address that always leads to the primary");
        }
    }

    private void requireVersion() throws SQLException {
        String version = String.valueOf(server.text("SELECT VERSION()"));
        String comment = String.valueOf(server.text("SELECT @@version_comment"));
        if (!version.contains("MariaDB") && !comment.contains("MariaDB") && !comment.contains("mariadb")) {
            throw refusal("this is no MariaDB but " + comment + " " + version + ", which is not tested yet; use MariaDB"
                    + " 10.5.2 or later");
        }
        Matcher parts = VERSION.matcher(version);
        if (!parts.find() || number(parts) < VERSION_MIN) {
            throw refusal(
                    "MariaDB " + version + " is too old: it rolls a prepared branch back when its connection ends;"
                            + " 10.5.2 is the first that keeps it");
        }
    }

    private static int number(Matcher version) {
        return Integer.parseInt(version.group(1)) * 10_000
                + Integer.parseInt(version.group(2)) * 100
                + Integer.parseInt(version.group(3));
    }

    private void requireNoGalera() throws SQLException {
        if (server.text("SHOW GLOBAL VARIABLES WHERE Variable_name = 'wsrep_on' AND Value = 'ON'") != null) {
            throw refusal("it is a Galera cluster (wsrep_on is ON), which has no XA; use a server with wsrep_on = OFF");
        }
    }

    private void requireDirectConnection() throws SQLException {
        String seen = server.text("SELECT CONNECTION_ID()");
        long told =
                server.connection().unwrap(org.mariadb.jdbc.Connection.class).getThreadId();
        if (!Long.toString(told).equals(seen)) {
            throw refusal("a proxy sits between this process and the server (connection " + seen + " calls itself "
                    + told + "), so a lost connection could not be told from a slow one; connect to the server itself");
        }
    }

    private void requireSqlMode() throws SQLException {
        String mode = server.text("SELECT @@sql_mode");
        if (mode != null && mode.contains("ORACLE")) {
            throw refusal("sql_mode has ORACLE, in which there is no BEGIN NOT ATOMIC; run SET GLOBAL sql_mode ="
                    + " 'STRICT_TRANS_TABLES', or append sessionVariables=sql_mode='STRICT_TRANS_TABLES' to the URL");
        }
    }

    // ---- the witness table

    private void requireWitnessTable(String database, WitnessTable table) throws SQLException {
        String engine = engine(database);
        if (engine == null) {
            create(table);
            engine = engine(database);
        }
        if (engine != null && !engine.equalsIgnoreCase("InnoDB")) {
            throw refusal(
                    "table " + table.name() + " has the engine " + engine + ", which takes no part in a transaction;"
                            + " run ALTER TABLE " + table.name() + " ENGINE=InnoDB");
        }
        try {
            tryOut(table);
        } catch (SQLException e) {
            if (!MariaDbErrors.isRefusal(e)) {
                throw e;
            }
            throw refusal("table " + table.name() + " cannot be used (" + MariaDbErrors.words(e) + "); " + mend(table));
        }
    }

    private @Nullable String engine(String database) throws SQLException {
        return server.text("SELECT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = '"
                + database.replace("\\", "\\\\").replace("'", "''") + "' AND TABLE_NAME = '" + WitnessTable.NAME + "'");
    }

    private void create(WitnessTable table) throws SQLException {
        try {
            server.execute(table.create());
            LOG.info("resource {}: created table {}", settings.name(), table.name());
        } catch (SQLException e) {
            if (!MariaDbErrors.isRefusal(e)) {
                throw e;
            }
            throw refusal("table " + table.name() + " is missing and could not be created (" + MariaDbErrors.words(e)
                    + "); " + mend(table));
        }
    }

    private String mend(WitnessTable table) throws SQLException {
        return "to mend it run " + table.create() + "; GRANT SELECT, INSERT, UPDATE, DELETE ON " + table.name() + " TO "
                + grantee() + " (if the table is there with other columns, DROP TABLE " + table.name()
                + " first, once no transaction is unfinished)";
    }

    private String grantee() throws SQLException {
        String user = String.valueOf(server.text("SELECT CURRENT_USER()"));
        int at = user.lastIndexOf('@');
        return "'" + user.substring(0, Math.max(0, at)) + "'@'" + user.substring(at + 1) + "'";
    }

    /** Every right that is needed, and every column, in a transaction that leaves nothing. */
    private void tryOut(WitnessTable table) throws SQLException {
        server.connection().setAutoCommit(false);
        try {
            server.execute("INSERT INTO " + table.name()
                    + " (branch, connection_id, server_started, prepared_at, one_phase) VALUES (UUID(), 0, 0, "
                    + WitnessTable.NOW + ", FALSE) RETURNING prepared_at");
            server.execute("UPDATE " + table.name() + " SET prepared_at = prepared_at WHERE branch = ''");
            server.execute("DELETE FROM " + table.name() + " WHERE branch = ''");
        } finally {
            server.connection().rollback();
            server.connection().setAutoCommit(true);
        }
    }

    // ---- the rest

    /** A user may end its own connections; whether this one may is tried. */
    private void requireKill() throws SQLException {
        try (MariaDbInspection victim =
                MariaDbInspection.open(settings, settings.verifyTimeout().toMillis())) {
            String id = victim.text("SELECT CONNECTION_ID()");
            server.execute("KILL HARD CONNECTION " + id);
        } catch (SQLException e) {
            if (!MariaDbErrors.is(e, MariaDbErrors.NOT_OWNER_OF_THREAD)) {
                throw e;
            }
            throw refusal("a connection cannot be ended by another one of the same user (" + MariaDbErrors.words(e)
                    + "), so a lost answer could not be looked into; run GRANT CONNECTION ADMIN ON *.* TO "
                    + grantee());
        }
    }

    private void warnIfNotDurable() throws SQLException {
        if (!"1".equals(server.text("SELECT @@innodb_flush_log_at_trx_commit"))) {
            LOG.warn(
                    "resource {}: innodb_flush_log_at_trx_commit is not 1; a crash of the server may lose what it voted"
                            + " YES on. Run SET GLOBAL innodb_flush_log_at_trx_commit = 1",
                    settings.name());
        }
    }

    /** Functions can be hidden in views; of what this user may not see the worst is assumed. */
    private boolean readsMayWrite() throws SQLException {
        return server.text("SELECT 1 FROM information_schema.VIEWS v WHERE TABLE_SCHEMA NOT IN ('sys', 'mysql') AND"
                        + " (VIEW_DEFINITION IS NULL OR VIEW_DEFINITION = '' OR EXISTS (SELECT 1 FROM"
                        + " information_schema.ROUTINES r WHERE r.ROUTINE_TYPE = 'FUNCTION' AND"
                        + " LOCATE(LOWER(r.ROUTINE_NAME), LOWER(v.VIEW_DEFINITION)) > 0)) LIMIT 1")
                != null;
    }

    private SQLException refusal(String why) {
        return new SQLException("resource " + settings.name() + ": " + why);
    }
}
