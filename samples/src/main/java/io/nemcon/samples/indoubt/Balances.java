package io.nemcon.samples.indoubt;

import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.database.Databases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What is to be in the accounts once everything that an {@link InDoubtApp} left is resolved, each transaction by itself. */
public final class Balances {

    /** In the beginning. */
    public static final long EACH = 1_000;

    private Balances() {}

    /** Back to the beginning. */
    public static void reset(Databases databases) throws SQLException {
        for (BankDatabase database : databases.both()) {
            try (Connection connection = database.plain().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE account SET balance = " + EACH + " WHERE balance <> " + EACH);
            }
        }
    }

    /** Whether every transaction that was decided to commit is there in both databases, and no other. */
    public static boolean areAsDecided(Databases databases, int branches) throws SQLException {
        return unlike(databases.both().get(0), branches, -1) == 0
                && unlike(databases.both().get(1), branches > 1 ? branches : 0, 1) == 0;
    }

    /** How many accounts hold something else than they should. */
    private static int unlike(BankDatabase database, int branches, int amount) throws SQLException {
        int transactions = branches == 0 ? 0 : Math.max(1, branches / 2);
        try (Connection connection = database.plain().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, balance FROM account")) {
            int unlike = 0;
            while (rows.next()) {
                int account = rows.getInt(1);
                boolean moved = account <= transactions && InDoubtApp.commits(account);
                if (rows.getLong(2) != EACH + (moved ? amount : 0)) {
                    unlike++;
                }
            }
            return unlike;
        }
    }
}
