package io.nemcon.xa.h2;

import io.nemcon.xa.spi.Deadline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The database's side of a connection. Known by its start too, for a server that was restarted gives the same ids again.
 */
record H2Session(int id, String start) {

    private static final String MINE =
            "SELECT SESSION_ID, CAST(SESSION_START AS VARCHAR) FROM INFORMATION_SCHEMA.SESSIONS"
                    + " WHERE SESSION_ID = SESSION_ID()";
    private static final String WHERE_IT_IS =
            " FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = ? AND CAST(SESSION_START AS VARCHAR) = ?";

    static H2Session of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(MINE)) {
            if (!rows.next()) {
                throw new SQLException("H2 does not list the session that asks", "HY000");
            }
            return new H2Session(rows.getInt(1), rows.getString(2));
        }
    }

    /**
     * Ends it from another connection, so that nothing of it can still land: H2 then rolls back what it did or prepared.
     * True if it is gone, also if it was before. A session that ends by itself at that moment, for its connection broke, is
     * listed until it has let go of everything: that is waited for.
     *
     * @throws SQLException if that user is no administrator, who alone sees and ends the sessions of others
     */
    boolean end(Connection other, Deadline deadline) throws SQLException {
        requireAdministrator(other);
        if (!find(other, "SELECT ABORT_SESSION(SESSION_ID)")) {
            return true;
        }
        while (find(other, "SELECT SESSION_ID")) {
            if (!deadline.pause()) {
                return false;
            }
        }
        return true;
    }

    private static void requireAdministrator(Connection other) throws SQLException {
        try (Statement statement = other.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT IS_ADMIN FROM INFORMATION_SCHEMA.USERS" + " WHERE USER_NAME = CURRENT_USER")) {
            if (!rows.next() || !rows.getBoolean(1)) {
                throw new SQLException(
                        "its session cannot be seen to be gone by a user who is no administrator;"
                                + " ALTER USER ... ADMIN TRUE lets it",
                        "42501");
            }
        }
    }

    private boolean find(Connection other, String what) throws SQLException {
        try (PreparedStatement statement = other.prepareStatement(what + WHERE_IT_IS)) {
            statement.setInt(1, id);
            statement.setString(2, start);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
