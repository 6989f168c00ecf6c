package io.nemcon.xa.testkit;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.Enlister;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Vote;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Transactions of a test: bound to a thread, driven step by step, decided by whoever writes the test. */
public final class FakeTransactions implements Enlister {

    public static final GroupId GROUP = new GroupId(0x7e57_0000_0000_0001L | System.nanoTime() << 16);

    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final ThreadLocal<Transaction> current = new ThreadLocal<>();

    /** One transaction. */
    public static final class Transaction implements BranchContext {
        public final Gtrid gtrid;
        public final Map<ResourceName, Branch> branches = new LinkedHashMap<>();
        public volatile boolean active = true;
        public volatile boolean rollbackOnly;

        Transaction(Gtrid gtrid) {
            this.gtrid = gtrid;
        }

        @Override
        public long millisLeft() {
            return 60_000;
        }

        @Override
        public void requireActive() throws SQLException {
            if (!active) {
                throw new SQLException("transaction " + gtrid + " takes no more work");
            }
        }

        @Override
        public void setRollbackOnly(String why, Throwable cause) {
            rollbackOnly = true;
        }

        public Branch branch(String resource) {
            return branches.get(new ResourceName(resource));
        }

        public BranchId id(String resource) {
            return BranchId.of(gtrid, new ResourceName(resource), 1);
        }
    }

    public Transaction begin() {
        return begin(new Gtrid(GROUP, 1, new SessionId(7), SEQUENCE.incrementAndGet()));
    }

    /** One with a gtrid of the test's choice. */
    public Transaction begin(Gtrid gtrid) {
        Transaction transaction = new Transaction(gtrid);
        current.set(transaction);
        return transaction;
    }

    /** Binds a transaction to the calling thread too. */
    public void join(Transaction transaction) {
        current.set(transaction);
    }

    /** Takes the transaction off the thread; its branches live on. */
    public Transaction suspend() {
        Transaction transaction = current.get();
        current.remove();
        return transaction;
    }

    /** Two-phase commit with every branch. Throws with the branch's words if one says anything but YES or COMMITTED. */
    public void commit() {
        Transaction transaction = suspend();
        transaction.active = false;
        try {
            for (Branch branch : transaction.branches.values()) {
                PrepareAnswer answer = branch.prepare();
                if (answer.vote() != Vote.YES) {
                    throw new AssertionError(branch.describe() + ": " + answer);
                }
            }
            for (Branch branch : transaction.branches.values()) {
                BranchEnd end = branch.commit();
                if (end.kind() != BranchEnd.Kind.COMMITTED) {
                    throw new AssertionError(branch.describe() + ": " + end);
                }
            }
        } finally {
            transaction.branches.values().forEach(Branch::release);
        }
    }

    /** One-phase commit of the only branch. */
    public OnePhaseEnd commitOnePhase() {
        Transaction transaction = suspend();
        transaction.active = false;
        Branch only = transaction.branches.values().iterator().next();
        OnePhaseEnd end = only.commitOnePhase();
        only.release();
        return end;
    }

    public void rollback() {
        Transaction transaction = suspend();
        transaction.active = false;
        transaction.branches.values().forEach(Branch::rollback);
        transaction.branches.values().forEach(Branch::release);
    }

    @Override
    public Branch enlist(ResourceName resource, BranchFactory factory) throws SQLException {
        Transaction transaction = current.get();
        if (transaction == null) {
            return null;
        }
        transaction.requireActive();
        Branch branch = transaction.branches.get(resource);
        if (branch == null) {
            branch = factory.open(BranchId.of(transaction.gtrid, resource, 1), transaction);
            transaction.branches.put(resource, branch);
        }
        return branch;
    }

    @Override
    public boolean inTransaction() {
        return current.get() != null;
    }
}
