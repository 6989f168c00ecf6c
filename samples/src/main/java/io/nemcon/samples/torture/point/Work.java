package io.nemcon.samples.torture.point;

import io.nemcon.core.id.Gtrid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** What a transaction of the matrix does in the two databases before its end. Immutable. */
record Work(List<DataSource> databases) {

    void of(WorkKind kind, Gtrid gtrid, int account) throws SQLException {
        switch (kind) {
            case TRANSFER, GIVEN_UP -> transfer(gtrid, account);
            case REFUSED -> {
                transfer(gtrid, account);
                beRefused();
            }
            case ONE_PHASE -> move(databases.get(0), gtrid, account, account + 1);
            case READ_BESIDE -> {
                read(databases.get(1), account);
                move(databases.get(0), gtrid, account, account + 1);
            }
            case HELD -> {
                // a transaction without work: it holds a number
            }
        }
    }

    private void transfer(Gtrid gtrid, int account) throws SQLException {
        try (Connection connection = databases.get(0).getConnection()) {
            add(connection, account, -WorkKind.AMOUNT);
            note(connection, gtrid);
        }
        try (Connection connection = databases.get(1).getConnection()) {
            add(connection, account, WorkKind.AMOUNT);
            note(connection, gtrid);
        }
    }

    private static void move(DataSource database, Gtrid gtrid, int from, int to) throws SQLException {
        try (Connection connection = database.getConnection()) {
            add(connection, from, -WorkKind.AMOUNT);
            add(connection, to, WorkKind.AMOUNT);
            note(connection, gtrid);
        }
    }

    private static void add(Connection connection, int account, int amount) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?")) {
            update.setInt(1, amount);
            update.setInt(2, account);
            update.executeUpdate();
        }
    }

    private static void note(Connection connection, Gtrid gtrid) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO transfer (gtrid, amount) VALUES (?, ?)")) {
            insert.setString(1, gtrid.toString());
            insert.setInt(2, WorkKind.AMOUNT);
            insert.executeUpdate();
        }
    }

    private static void read(DataSource database, int account) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT balance FROM account WHERE id = ?")) {
            query.setInt(1, account);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("account " + account + " is not there");
                }
            }
        }
    }

    /** A row that a deferred constraint refuses at prepare. */
    private void beRefused() throws SQLException {
        try (Connection connection = databases.get(1).getConnection();
                Statement insert = connection.createStatement()) {
            insert.executeUpdate("INSERT INTO refused (account) VALUES (-1)");
        }
    }
}
