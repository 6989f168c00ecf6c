package io.nemcon.simulation.check;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.simulation.database.SimDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What really became of every branch that wrote. */
final class Fates {

    /** Where a branch is. */
    enum Fate {
        WORKING,
        PREPARED,
        COMMITTED,
        ROLLED_BACK
    }

    /** One branch in one database. */
    static final class Known {
        final BranchId id;
        final SimDatabase database;
        Fate fate = Fate.WORKING;
        long preparedNs;

        Known(BranchId id, SimDatabase database) {
            this.id = id;
            this.database = database;
        }
    }

    /** One transaction, in the order of its branches' first writes. */
    static final class Transaction {
        final Gtrid gtrid;
        final Map<BranchId, Known> branches = new LinkedHashMap<>();

        /** A person or a restored backup had a hand in it: then nobody can promise that it is whole. */
        boolean disturbed;

        /** DECIDE(COMMIT) was handed to a sender. */
        boolean commitSent;

        Transaction(Gtrid gtrid) {
            this.gtrid = gtrid;
        }

        boolean has(Fate fate) {
            return branches.values().stream().anyMatch(one -> one.fate == fate);
        }
    }

    private final Map<Gtrid, Transaction> transactions = new LinkedHashMap<>();
    private final Map<SimDatabase, List<Transaction>> byDatabase = new HashMap<>();

    Transaction of(Gtrid gtrid) {
        return transactions.computeIfAbsent(gtrid, Transaction::new);
    }

    Known of(SimDatabase database, BranchId id) {
        Transaction transaction = of(id.gtrid());
        Known known = transaction.branches.get(id);
        if (known == null) {
            known = new Known(id, database);
            transaction.branches.put(id, known);
            byDatabase.computeIfAbsent(database, of -> new ArrayList<>()).add(transaction);
        }
        return known;
    }

    Iterable<Transaction> all() {
        return transactions.values();
    }

    List<Transaction> in(SimDatabase database) {
        return byDatabase.getOrDefault(database, List.of());
    }
}
