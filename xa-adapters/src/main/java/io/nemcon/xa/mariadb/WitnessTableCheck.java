package io.nemcon.xa.mariadb;

import io.nemcon.xa.diagnosis.Finding;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Makes the witness table where it is missing, and tries out every right and column that is needed. */
final class WitnessTableCheck {

    private static final String CHECK = "witness table";

    private final MariaDbInspection server;
    private final String database;
    private final WitnessTable table;

    WitnessTableCheck(MariaDbInspection server, String database) {
        this.server = server;
        this.database = database;
        this.table = new WitnessTable(database);
    }

    Finding finding() throws SQLException {
        try {
            String engine = engine();
            if (engine == null) {
                server.execute(table.create());
                engine = engine();
            }
            if (engine != null && !engine.equalsIgnoreCase("InnoDB")) {
                return Finding.problem(
                        CHECK,
                        table.name() + " has the engine " + engine + ", which takes no part in a transaction",
                        "ALTER TABLE " + table.name() + " ENGINE=InnoDB");
            }
            tryOut();
            return Finding.ok(CHECK, table.name() + " can be written");
        } catch (SQLException e) {
            if (!MariaDbErrors.isRefusal(e)) {
                throw e;
            }
            return Finding.problem(
                    CHECK, table.name() + " cannot be made or written: " + MariaDbErrors.words(e), mend());
        }
    }

    private @Nullable String engine() throws SQLException {
        return server.text("SELECT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = '"
                + database.replace("\\", "\\\\").replace("'", "''") + "' AND TABLE_NAME = '" + WitnessTable.NAME + "'");
    }

    private String mend() throws SQLException {
        return table.create() + "; GRANT SELECT, INSERT, UPDATE, DELETE ON " + table.name() + " TO " + grantee(server)
                + " (where it has other columns, DROP TABLE " + table.name()
                + " first, once no transaction is unfinished)";
    }

    /** The user of a connection, as GRANT takes it. */
    static String grantee(MariaDbInspection server) throws SQLException {
        String user = String.valueOf(server.text("SELECT CURRENT_USER()"));
        int at = user.lastIndexOf('@');
        return "'" + user.substring(0, Math.max(0, at)) + "'@'" + user.substring(at + 1) + "'";
    }

    /** In a transaction that leaves nothing. */
    private void tryOut() throws SQLException {
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
}
