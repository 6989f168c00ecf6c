package io.nemcon.benchmarks.system;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/** The one statement that a transaction runs in a database, on a random account. One thread only. */
final class AccountWork implements AutoCloseable {

    private static final int AMOUNT_MAX = 100;
    private static final String UPDATE = "UPDATE account SET balance = balance + ? WHERE id = ?";
    private static final String SELECT = "SELECT balance FROM account WHERE id = ?";

    private final PreparedStatement statement;
    private final boolean onlyReads;
    private final int accounts;

    private AccountWork(PreparedStatement statement, boolean onlyReads, int accounts) {
        this.statement = statement;
        this.onlyReads = onlyReads;
        this.accounts = accounts;
    }

    static AccountWork inFirst(Connection connection, Bank bank) throws SQLException {
        return new AccountWork(connection.prepareStatement(UPDATE), false, bank.accounts());
    }

    static AccountWork inSecond(Connection connection, Bank bank) throws SQLException {
        boolean onlyReads = bank.secondOnlyReads();
        return new AccountWork(connection.prepareStatement(onlyReads ? SELECT : UPDATE), onlyReads, bank.accounts());
    }

    /** How much a transfer moves; to either side, so that accounts stay near where they began. */
    static int randomAmount() {
        return ThreadLocalRandom.current().nextInt(-AMOUNT_MAX, AMOUNT_MAX + 1);
    }

    void run(int amount) throws SQLException {
        int account = ThreadLocalRandom.current().nextInt(1, accounts + 1);
        if (onlyReads) {
            statement.setInt(1, account);
            try (ResultSet row = statement.executeQuery()) {
                requireOne(row.next() ? 1 : 0, account);
            }
        } else {
            statement.setInt(1, amount);
            statement.setInt(2, account);
            requireOne(statement.executeUpdate(), account);
        }
    }

    private static void requireOne(int rows, int account) throws SQLException {
        if (rows != 1) {
            throw new SQLException("account " + account + " has " + rows + " rows");
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
