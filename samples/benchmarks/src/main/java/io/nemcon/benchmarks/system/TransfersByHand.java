package io.nemcon.benchmarks.system;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A transfer in two phases, one branch after the other. */
final class TransfersByHand implements TransactionLoop {

    private final PinnedBranch first;
    private final PinnedBranch second;
    private final AtomicLong numbers;

    private TransfersByHand(PinnedBranch first, PinnedBranch second, AtomicLong numbers) {
        this.first = first;
        this.second = second;
        this.numbers = numbers;
    }

    static TransfersByHand open(Bank bank, AtomicLong numbers) throws SQLException {
        return new TransfersByHand(
                PinnedBranch.open(bank.firstXa(), connection -> AccountWork.inFirst(connection, bank)),
                PinnedBranch.open(bank.secondXa(), connection -> AccountWork.inSecond(connection, bank)),
                numbers);
    }

    @Override
    public void once() throws Exception {
        long number = numbers.incrementAndGet();
        Xid inFirst = new PlainXid(number, 1);
        Xid inSecond = new PlainXid(number, 2);
        int amount = AccountWork.randomAmount();
        work(first, inFirst, -amount);
        work(second, inSecond, amount);
        boolean firstWrote = first.resource().prepare(inFirst) == XAResource.XA_OK;
        boolean secondWrote = second.resource().prepare(inSecond) == XAResource.XA_OK;
        if (firstWrote) {
            first.resource().commit(inFirst, false);
        }
        if (secondWrote) {
            second.resource().commit(inSecond, false);
        }
    }

    private static void work(PinnedBranch branch, Xid xid, int amount) throws Exception {
        branch.resource().start(xid, XAResource.TMNOFLAGS);
        branch.work(amount);
        branch.resource().end(xid, XAResource.TMSUCCESS);
    }

    @Override
    public void close() throws SQLException {
        first.close();
        second.close();
    }
}
