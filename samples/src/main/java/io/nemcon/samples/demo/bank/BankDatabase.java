package io.nemcon.samples.demo.bank;

import io.nemcon.core.id.Gtrid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * One of the two databases, seen from outside any transaction: its tables, its money, its transfers. Immutable.
 *
 * @param name by which the group knows it, and people
 * @param plain connections that take part in nothing
 */
public record BankDatabase(String name, DataSource plain) {

    private static final int FETCH_ROWS = 5_000;

    /** Makes the tables, with this many accounts from 1 on. */
    public void create(int accounts, long balanceEach) throws SQLException {
        try (Connection connection = plain.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE account (id INT PRIMARY KEY, balance BIGINT NOT NULL)");
                statement.execute("CREATE TABLE transfer (gtrid VARCHAR(56) PRIMARY KEY, amount BIGINT NOT NULL)");
            }
            connection.setAutoCommit(false);
            open(connection, accounts, balanceEach);
            connection.commit();
        }
    }

    private static void open(Connection connection, int accounts, long balanceEach) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO account (id, balance) VALUES (?, ?)")) {
            for (int id = 1; id <= accounts; id++) {
                insert.setInt(1, id);
                insert.setLong(2, balanceEach);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The sum of all balances. */
    public long money() throws SQLException {
        try (Connection connection = plain.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COALESCE(SUM(balance), 0) FROM account")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The gtrids of all transfers that are committed in this database. */
    public Set<Gtrid> transfers() throws SQLException {
        try (Connection connection = plain.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false); // else PostgreSQL's driver fetches all rows at once
            statement.setFetchSize(FETCH_ROWS);
            Set<Gtrid> found = new HashSet<>();
            try (ResultSet rows = statement.executeQuery("SELECT gtrid FROM transfer")) {
                while (rows.next()) {
                    found.add(parse(rows.getString(1)));
                }
            }
            connection.rollback();
            return found;
        }
    }

    private Gtrid parse(String text) throws SQLException {
        Gtrid gtrid = Gtrid.parse(text);
        if (gtrid == null) {
            throw new SQLException(name + " has a transfer row that no app of ours wrote: " + text);
        }
        return gtrid;
    }
}
