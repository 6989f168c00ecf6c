package io.nemcon.samples.demo.app;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Note;
import io.nemcon.samples.demo.bank.TellFile;
import io.nemcon.samples.demo.bank.Told;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/**
 * The work of an app: one transfer after the other between a random account here and a random one there. Thread-safe.
 *
 * <p>The way the money goes is random too, but rows are always locked in the first database first, so transfers never wait
 * for each other in a circle that spans both.
 */
final class Transfers {

    private static final int AMOUNT_MAX = 100;
    /** One transfer in this many is given up by the app itself, so that there is something to have been rolled back. */
    private static final int GIVEN_UP_ONE_IN = 50;

    private final UserTransaction transaction;
    private final TransactionSynchronizationRegistry registry;
    private final DataSource first;
    private final DataSource second;
    private final int accounts;
    private final TellFile notes;

    Transfers(
            UserTransaction transaction,
            TransactionSynchronizationRegistry registry,
            DataSource first,
            DataSource second,
            int accounts,
            TellFile notes) {
        this.transaction = transaction;
        this.registry = registry;
        this.first = first;
        this.second = second;
        this.accounts = accounts;
        this.notes = notes;
    }

    /**
     * One transfer, noted on disk when this returns.
     *
     * @throws SystemException if none could be begun
     * @throws IOException if it could not be noted: then nothing this app does counts any more
     */
    Told transferOnce() throws NotSupportedException, SystemException, IOException {
        long begunNs = System.nanoTime();
        transaction.begin();
        Gtrid gtrid = currentGtrid();
        boolean worked = work(gtrid);
        notes.asked(gtrid);
        long endBeganMs = System.currentTimeMillis();
        Told told = worked ? commit() : rollback();
        long toldMs = System.currentTimeMillis();
        notes.told(new Note(gtrid, told, endBeganMs, toldMs, (System.nanoTime() - begunNs) / 1_000));
        return told;
    }

    private Gtrid currentGtrid() {
        String key = String.valueOf(registry.getTransactionKey());
        Gtrid gtrid = Gtrid.parse(key);
        if (gtrid == null) {
            throw new IllegalStateException("the transaction's key is not a gtrid: " + key);
        }
        return gtrid;
    }

    /** False if a database refused, or if this is one of those to be given up. */
    private boolean work(Gtrid gtrid) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int amount = random.nextInt(1, AMOUNT_MAX + 1) * (random.nextBoolean() ? 1 : -1);
        try {
            move(first, gtrid, -amount);
            move(second, gtrid, amount);
        } catch (SQLException e) {
            return false; // a lock wait that took too long, a connection lost: rolled back, and the next one is tried
        }
        return random.nextInt(GIVEN_UP_ONE_IN) != 0;
    }

    private void move(DataSource database, Gtrid gtrid, int amount) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO transfer (gtrid, amount) VALUES (?, ?)")) {
            update.setInt(1, amount);
            update.setInt(2, ThreadLocalRandom.current().nextInt(1, accounts + 1));
            update.executeUpdate();
            insert.setString(1, gtrid.toString());
            insert.setInt(2, amount);
            insert.executeUpdate();
        }
    }

    private Told commit() {
        try {
            transaction.commit();
            return Told.COMMITTED;
        } catch (RollbackException e) {
            return Told.ROLLED_BACK;
        } catch (Exception e) {
            return Told.UNKNOWN; // heuristic, system or any other: none of them says which way it went
        }
    }

    private Told rollback() {
        try {
            transaction.rollback();
            return Told.ROLLED_BACK;
        } catch (SystemException | RuntimeException e) {
            return Told.UNKNOWN;
        }
    }
}
