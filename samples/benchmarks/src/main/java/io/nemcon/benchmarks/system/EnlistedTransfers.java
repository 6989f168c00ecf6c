package io.nemcon.benchmarks.system;

import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.sql.SQLException;
import javax.transaction.xa.XAResource;

/** A transfer under a transaction manager to which the driver's XA resources are given. */
final class EnlistedTransfers implements TwoBranches {

    private final TransactionManager manager;
    private final PinnedBranch first;
    private final PinnedBranch second;

    private EnlistedTransfers(TransactionManager manager, PinnedBranch first, PinnedBranch second) {
        this.manager = manager;
        this.first = first;
        this.second = second;
    }

    static EnlistedTransfers open(TransactionManager manager, Bank bank) throws SQLException {
        return new EnlistedTransfers(
                manager,
                PinnedBranch.open(bank.firstXa(), connection -> AccountWork.inFirst(connection, bank)),
                PinnedBranch.open(bank.secondXa(), connection -> AccountWork.inSecond(connection, bank)));
    }

    @Override
    public XAResource firstResource() {
        return first.resource();
    }

    @Override
    public XAResource secondResource() {
        return second.resource();
    }

    @Override
    public void once() throws Exception {
        int amount = AccountWork.randomAmount();
        manager.begin();
        try {
            Transaction transaction = manager.getTransaction();
            work(transaction, first, -amount);
            work(transaction, second, amount);
        } catch (Exception failed) {
            manager.rollback();
            throw failed;
        }
        manager.commit();
    }

    private static void work(Transaction transaction, PinnedBranch branch, int amount) throws Exception {
        transaction.enlistResource(branch.resource());
        branch.work(amount);
        transaction.delistResource(branch.resource(), XAResource.TMSUCCESS);
    }

    @Override
    public void close() throws SQLException {
        first.close();
        second.close();
    }
}
