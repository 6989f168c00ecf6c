package io.nemcon.samples.torture.app;

import io.nemcon.client.Nemcon;
import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.history.HistoryFile;
import io.nemcon.samples.torture.history.Invocation;
import io.nemcon.samples.torture.history.ListOp;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction after the other, each written into the history before its end is asked for and after. Thread-safe. */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    /** One in this many is given up by the app itself. */
    private static final int GIVEN_UP_ONE_IN = 40;

    /** One in this many has little time, so that its time is often over while its end is under way. */
    private static final int HASTY_ONE_IN = 4;

    private static final int HASTY_SECONDS = 2;
    private static final double TRANSFERS = 0.4;

    private final UserTransaction transaction;
    private final TransactionSynchronizationRegistry registry;
    private final Work work;
    private final HistoryFile history;

    Transactions(Nemcon nemcon, Work work, HistoryFile history) {
        this.transaction = nemcon.userTransaction();
        this.registry = nemcon.synchronizationRegistry();
        this.work = work;
        this.history = history;
    }

    /**
     * One transaction.
     *
     * @throws SystemException if none could be begun
     * @throws IOException if it could not be written down: then nothing this app does counts any more
     */
    Told once() throws NotSupportedException, SystemException, IOException {
        boolean hasty = ThreadLocalRandom.current().nextInt(HASTY_ONE_IN) == 0;
        transaction.setTransactionTimeout(hasty ? HASTY_SECONDS : 0);
        transaction.begin();
        Gtrid gtrid = currentGtrid();
        boolean transfer = ThreadLocalRandom.current().nextDouble() < TRANSFERS;
        List<ListOp> ops = new ArrayList<>();
        boolean worked = work(gtrid, transfer, ops);
        history.invoke(
                transfer ? Invocation.ofTransfer(gtrid) : Invocation.ofLists(gtrid, ops), System.currentTimeMillis());
        Answer answer = worked ? commit() : rollback();
        history.told(gtrid, answer.told(), System.currentTimeMillis(), answer.words());
        return answer.told();
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
    private boolean work(Gtrid gtrid, boolean transfer, List<ListOp> ops) {
        try {
            if (transfer) {
                work.transfer(gtrid);
            } else {
                work.lists(ops);
            }
        } catch (SQLException e) {
            LOG.debug("tx {} is given up", gtrid, e);
            return false;
        }
        return ThreadLocalRandom.current().nextInt(GIVEN_UP_ONE_IN) != 0;
    }

    /** What the app was told, and in which words if it was not success. */
    private record Answer(Told told, String words) {

        static Answer of(Told told, Exception e) {
            return new Answer(told, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private Answer commit() {
        try {
            transaction.commit();
            return new Answer(Told.COMMITTED, "");
        } catch (RollbackException e) {
            return Answer.of(Told.ROLLED_BACK, e);
        } catch (Exception e) {
            LOG.info("a commit ended without an answer: {}", e.getMessage());
            return Answer.of(Told.UNKNOWN, e); // heuristic, system or any other: none of them says which way it went
        }
    }

    private Answer rollback() {
        try {
            transaction.rollback();
            return new Answer(Told.ROLLED_BACK, "given up by the app itself");
        } catch (SystemException | RuntimeException e) {
            return Answer.of(Told.UNKNOWN, e);
        }
    }
}
