package io.nemcon.frameworks.jdbc;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import javax.sql.DataSource;

/** Orders an item: a row in one database, a piece less in another. Thread-safe. */
public final class Orders {

    private static final String CHECK_VIOLATED = "23514";

    private final UserTransaction tx;
    private final DataSource orders;
    private final DataSource stock;

    public Orders(UserTransaction tx, DataSource orders, DataSource stock) {
        this.tx = tx;
        this.orders = orders;
        this.stock = stock;
    }

    /** Both databases, or none of them. */
    public void order(int item)
            throws SQLException, NotSupportedException, SystemException, RollbackException, HeuristicMixedException,
                    HeuristicRollbackException {
        tx.begin();
        try {
            update(orders, "INSERT INTO item_ordered(item) VALUES (?)", item);
            update(stock, "UPDATE item SET pieces = pieces - 1 WHERE id = ?", item);
        } catch (SQLException | RuntimeException | Error e) {
            tx.rollback();
            throw e;
        }
        tx.commit();
    }

    /** Inside a transaction of the caller: takes a piece, or changes nothing and says false. The transaction goes on. */
    public boolean takeIfThere(int item) throws SQLException {
        try (Connection connection = stock.getConnection()) {
            Savepoint before = connection.setSavepoint();
            try (PreparedStatement take =
                    connection.prepareStatement("UPDATE item SET pieces = pieces - 1 WHERE id = ?")) {
                take.setInt(1, item);
                boolean taken = take.executeUpdate() == 1;
                connection.releaseSavepoint(before);
                return taken;
            } catch (SQLException e) {
                connection.rollback(before); // PostgreSQL takes nothing but a rollback after an error
                if (CHECK_VIOLATED.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        }
    }

    private static void update(DataSource database, String sql, int item) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, item);
            statement.executeUpdate();
        }
    }
}
