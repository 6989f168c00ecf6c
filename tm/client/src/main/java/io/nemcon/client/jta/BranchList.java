package io.nemcon.client.jta;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.client.branch.Enlister.BranchFactory;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The branches of one transaction: which there are, until they are frozen for its end. Thread-safe; a branch is opened
 * without a lock, for that asks a database.
 */
final class BranchList {

    /** Branch numbers that one session can use up in one transaction. */
    static final int NUMBERS_MAX = 1 << 20;

    private final Host host;
    private final Gtrid gtrid;
    private final int branchesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Enlistment> branches = new ArrayList<>(2);

    /** Keys of branches that are being opened. */
    private final List<Object> opening = new ArrayList<>(1);

    /** Completes when the next of them is open or failed; null while nobody waits for that. Guarded by the lock. */
    private @Nullable CompletableFuture<Void> opened;

    /** Numbers from this one on are another session's. */
    private final int numbersEnd;

    private int nextNumber;

    /** Why there is no more enlisting; null while there is. */
    private @Nullable String frozen;

    /**
     * @param place of this session among those that have joined the transaction, from 1; 0 for the one that began it. Each has
     *     branch numbers of its own
     */
    BranchList(Host host, Gtrid gtrid, int branchesMax, int place) {
        this.host = host;
        this.gtrid = gtrid;
        this.branchesMax = branchesMax;
        this.nextNumber = place * NUMBERS_MAX;
        this.numbersEnd = nextNumber + NUMBERS_MAX;
    }

    /**
     * The branch with this key, opened if there is none. A branch that is opened while the list is frozen is rolled back
     * and given back.
     *
     * @throws SQLException if it may not be, in words; or from the factory
     */
    Enlistment enlist(Object key, ResourceName resource, BranchFactory factory, BranchContext context)
            throws SQLException {
        int number;
        while (true) {
            CompletableFuture<Void> another;
            lock.lock();
            try {
                if (!opening.contains(key)) {
                    Enlistment there = find(key);
                    if (there != null) {
                        return there;
                    }
                    refuseIfFull(resource);
                    number = nextNumber++; // a number is used up also when opening fails: an xid is never used twice
                    opening.add(key);
                    break;
                }
                another = opened == null ? new CompletableFuture<>() : opened;
                opened = another;
            } finally {
                lock.unlock();
            }
            host.awaitDone(another);
        }
        return open(number, key, resource, factory, context);
    }

    private Enlistment open(int number, Object key, ResourceName resource, BranchFactory factory, BranchContext context)
            throws SQLException {
        Enlistment enlistment = null;
        String refusal = null;
        CompletableFuture<Void> waitedFor = null;
        try {
            host.at(CrashPoint.CLIENT_BEFORE_BRANCH_OPENED, SQLException::new);
            Branch branch = factory.open(BranchId.of(gtrid, resource, number), context);
            enlistment = new Enlistment(host, number, resource, key, branch);
        } finally {
            lock.lock();
            try {
                opening.remove(key);
                waitedFor = opened;
                opened = null;
                if (enlistment != null) {
                    refusal = frozen != null ? noMoreWork(frozen) : refusalBeside(enlistment);
                    if (refusal == null) {
                        branches.add(enlistment);
                    }
                }
            } finally {
                lock.unlock();
            }
            if (waitedFor != null) {
                waitedFor.complete(null);
            }
        }
        if (refusal != null) {
            enlistment.rollback();
            enlistment.release();
            throw new SQLNonTransientException(refusal, "25000");
        }
        return enlistment;
    }

    private String noMoreWork(String why) {
        return "tx " + gtrid + " takes no more work: " + why;
    }

    private void refuseIfFull(ResourceName resource) throws SQLException {
        if (frozen != null) {
            throw new SQLNonTransientException(noMoreWork(frozen), "25000");
        }
        if (branches.size() + opening.size() >= branchesMax) {
            throw new SQLNonTransientException(
                    "tx " + gtrid + ": limit branchesMax of " + branchesMax + " reached, resource " + resource
                            + " is not enlisted",
                    "54000");
        }
        if (nextNumber >= numbersEnd) {
            throw new SQLNonTransientException(
                    "tx " + gtrid + ": limit branchNumbersMax of " + NUMBERS_MAX + " reached, resource " + resource
                            + " is not enlisted",
                    "54000");
        }
        for (Enlistment there : branches) {
            if (!there.branch().twoPhase()) {
                throw new SQLNonTransientException(besideOnePhase(there.describe(), resource.toString()), "25000");
            }
        }
    }

    private @Nullable String refusalBeside(Enlistment added) {
        for (Enlistment there : branches) {
            if (!there.branch().twoPhase()) {
                return besideOnePhase(there.describe(), added.describe());
            }
            if (!added.branch().twoPhase()) {
                return besideOnePhase(added.describe(), there.describe());
            }
        }
        return null;
    }

    private String besideOnePhase(String onePhase, String other) {
        return "tx " + gtrid + ": " + onePhase + " can't be prepared, so it can't stand beside " + other
                + ": use it alone in a transaction, or in a mode that can be prepared";
    }

    private @Nullable Enlistment find(Object key) {
        for (Enlistment enlistment : branches) {
            if (enlistment.key().equals(key)) {
                return enlistment;
            }
        }
        return null;
    }

    /** Nothing is enlisted from now on, for the reason given; returns what is there. */
    List<Enlistment> freeze(String why) {
        lock.lock();
        try {
            if (frozen == null) {
                frozen = why;
            }
            return List.copyOf(branches);
        } finally {
            lock.unlock();
        }
    }

    List<Enlistment> all() {
        lock.lock();
        try {
            return List.copyOf(branches);
        } finally {
            lock.unlock();
        }
    }
}
