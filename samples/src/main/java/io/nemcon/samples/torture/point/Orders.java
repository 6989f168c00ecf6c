package io.nemcon.samples.torture.point;

import io.nemcon.client.Nemcon;
import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the transactions that the parent orders, each on a thread of its own, and says how they ended. Thread-safe. */
final class Orders {

    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    /** Accounts of ordered ones; those of the loop lie above, so that nobody waits for what is in doubt. */
    private static final int ORDERED_ACCOUNTS = 100;

    private static final int LOOP_ACCOUNTS = 400;
    private static final long LOOP_PAUSE_MS = 25;
    private static final String OF_LOOP = "loop";

    /** Before everything is open. */
    static final Orders NONE = new Orders(null, null);

    private final @Nullable Nemcon nemcon;
    private final @Nullable Work work;
    private final ExecutorService threads = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "order");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean looping;
    private volatile CountDownLatch released = new CountDownLatch(1);

    Orders(@Nullable Nemcon nemcon, @Nullable Work work) {
        this.nemcon = nemcon;
        this.work = work;
    }

    /** Returns at once. */
    void take(String line) {
        Nemcon client = nemcon;
        Work what = work;
        if (client == null || what == null) {
            return;
        }
        String[] words = line.split(" ");
        switch (words[0]) {
            case PointApp.DO -> {
                WorkKind kind = WorkKind.valueOf(words[2]);
                if (kind == WorkKind.HELD) {
                    released = new CountDownLatch(1);
                }
                threads.execute(() -> once(client, what, words[1], kind, anyOf(0, ORDERED_ACCOUNTS)));
            }
            case PointApp.RELEASE -> released.countDown();
            case PointApp.LOOP -> {
                looping = true;
                threads.execute(() -> loop(client, what));
            }
            case PointApp.REST -> looping = false;
            default -> LOG.error("an order that nobody knows: {}", line);
        }
    }

    private static int anyOf(int above, int count) {
        return above + ThreadLocalRandom.current().nextInt(1, count);
    }

    private void loop(Nemcon client, Work what) {
        while (looping) {
            once(client, what, OF_LOOP, WorkKind.TRANSFER, anyOf(ORDERED_ACCOUNTS, LOOP_ACCOUNTS));
            try {
                Thread.sleep(LOOP_PAUSE_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void once(Nemcon client, Work what, String id, WorkKind kind, int account) {
        UserTransaction transaction = client.userTransaction();
        Gtrid gtrid;
        try {
            transaction.begin();
            gtrid = Gtrid.parse(String.valueOf(client.synchronizationRegistry().getTransactionKey()));
        } catch (SystemException | NotSupportedException | RuntimeException notBegun) {
            LOG.warn("{}: none could be begun: {}", id, notBegun.getMessage());
            Parent.say("none " + id);
            return;
        }
        if (gtrid == null) {
            throw new IllegalStateException("a transaction's key that is no gtrid");
        }
        Parent.say("began " + id + " " + gtrid + " " + kind);
        boolean worked = worked(what, kind, gtrid, account);
        Told told = worked && kind.isToCommit() ? commit(transaction) : rollback(transaction);
        Parent.say("told " + id + " " + gtrid + " " + told);
    }

    private boolean worked(Work what, WorkKind kind, Gtrid gtrid, int account) {
        try {
            what.of(kind, gtrid, account);
            if (kind == WorkKind.HELD) {
                released.await();
            }
            return true;
        } catch (SQLException | RuntimeException refused) {
            LOG.warn("tx {} is given up: {}", gtrid, refused.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Told commit(UserTransaction transaction) {
        try {
            transaction.commit();
            return Told.COMMITTED;
        } catch (RollbackException e) {
            return Told.ROLLED_BACK;
        } catch (Exception e) {
            LOG.warn("a commit ended without an answer: {}", e.getMessage());
            return Told.UNKNOWN; // heuristic, system or any other: none of them says which way it went
        }
    }

    private static Told rollback(UserTransaction transaction) {
        try {
            transaction.rollback();
            return Told.ROLLED_BACK;
        } catch (SystemException | RuntimeException e) {
            LOG.warn("a rollback ended without an answer: {}", e.getMessage());
            return Told.UNKNOWN;
        }
    }
}
