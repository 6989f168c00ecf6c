package io.nemcon.core.ledger;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decided transactions with branches that nobody has reported finished, in the order of their decisions. */
final class Transactions {

    /** One of them; its list shrinks with every report. */
    static final class Transaction {

        /** Where it stands among all: later decisions have higher places. */
        final long place;

        final Gtrid gtrid;
        final Decision decision;
        final Reason reason;
        final long decidedMs;

        /** How many branches the decision named. */
        final int branchCount;

        final List<DecidedBranch> branches;

        /** For COMMIT: the sessions that had joined it, some of which may have branches of it to finish. */
        final List<SessionId> joins;

        Transaction(
                long place,
                Gtrid gtrid,
                Decision decision,
                Reason reason,
                long decidedMs,
                int branchCount,
                List<DecidedBranch> branches,
                List<SessionId> joins) {
            this.place = place;
            this.gtrid = gtrid;
            this.decision = decision;
            this.reason = reason;
            this.decidedMs = decidedMs;
            this.branchCount = branchCount;
            this.branches = new ArrayList<>(branches);
            this.joins = joins;
        }
    }

    private final Map<Gtrid, Transaction> byGtrid = new LinkedHashMap<>();

    @Nullable
    Transaction find(Gtrid gtrid) {
        return byGtrid.get(gtrid);
    }

    Collection<Transaction> all() {
        return byGtrid.values();
    }

    /** Whether no more may be kept. */
    boolean isFull() {
        return byGtrid.size() >= Limits.UNFINISHED_TRANSACTIONS_MAX;
    }

    int size() {
        return byGtrid.size();
    }

    void add(Transaction transaction) {
        byGtrid.put(transaction.gtrid, transaction);
    }

    /** Takes a report; true if it was the last one outstanding, and the transaction retired by it. */
    boolean finished(BranchId branch) {
        Transaction transaction = byGtrid.get(branch.gtrid());
        if (transaction == null) {
            return false;
        }
        List<DecidedBranch> open = transaction.branches;
        for (int i = open.size() - 1; i >= 0; i--) {
            if (open.get(i).number() == branch.number()
                    && open.get(i).resource().hash() == branch.resourceHash()) {
                open.remove(i);
            }
        }
        if (!open.isEmpty()) {
            return false;
        }
        byGtrid.remove(branch.gtrid());
        return true;
    }

    Map<ResourceName, Integer> countByResource() {
        Map<ResourceName, Integer> counts = new HashMap<>();
        for (Transaction transaction : byGtrid.values()) {
            for (DecidedBranch branch : transaction.branches) {
                counts.merge(branch.resource(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** When the oldest unfinished decision of each resource was made. */
    Map<ResourceName, Long> oldestByResource() {
        Map<ResourceName, Long> oldest = new HashMap<>();
        for (Transaction transaction : byGtrid.values()) {
            for (DecidedBranch branch : transaction.branches) {
                oldest.merge(branch.resource(), transaction.decidedMs, Math::min);
            }
        }
        return oldest;
    }

    void hashInto(StateHash hash) {
        hash.add(byGtrid.size());
        for (Transaction transaction : byGtrid.values()) {
            hash.add(transaction.gtrid.session().index()).add(transaction.gtrid.sequence());
            hash.add(transaction.place).add(transaction.branchCount);
            hash.add(transaction.decision)
                    .add(transaction.reason)
                    .add(transaction.decidedMs)
                    .add(transaction.branches.size());
            for (DecidedBranch branch : transaction.branches) {
                hash.add(branch.resource().value())
                        .add(branch.number())
                        .add(branch.witness().evidence());
            }
            if (!transaction.joins.isEmpty()) {
                Joins.hashInto(hash, transaction.joins);
            }
        }
    }
}
