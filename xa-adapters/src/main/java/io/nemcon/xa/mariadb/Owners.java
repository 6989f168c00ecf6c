package io.nemcon.xa.mariadb;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Connection;

/** Who the server takes the pool's connections for. Asked once a connection, then remembered. Thread-safe. */
final class Owners {

    /**
     * The same in each question to one life of a server: both terms are of the moment the statement began, so their
     * difference does not move when the clock is set.
     */
    static final String SERVER_STARTED = "(SELECT UNIX_TIMESTAMP() - CAST(VARIABLE_VALUE AS INT)"
            + " FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'UPTIME')";

    private final Map<Connection, Owner> known = new WeakHashMap<>();

    Owner of(Connection connection) throws SQLException {
        Owner before = remembered(connection);
        if (before != null && before.connectionId() == connection.getThreadId()) {
            return before;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CONNECTION_ID(), " + SERVER_STARTED)) {
            row.next();
            Owner owner = new Owner(row.getLong(1), row.getLong(2));
            remember(connection, owner);
            return owner;
        }
    }

    private synchronized @Nullable Owner remembered(Connection connection) {
        return known.get(connection);
    }

    private synchronized void remember(Connection connection, Owner owner) {
        known.put(connection, owner);
    }
}
