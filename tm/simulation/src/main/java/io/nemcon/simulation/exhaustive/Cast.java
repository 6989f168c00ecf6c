package io.nemcon.simulation.exhaustive;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.protocol.Witness;
import java.util.List;

/** Who takes part: one client, two transactions over two databases, two agents. A branch's number is 2 * transaction + database. */
final class Cast {

    static final int TRANSACTIONS = 2;
    static final int DATABASES = 2;
    static final int BRANCHES = TRANSACTIONS * DATABASES;
    static final int AGENTS = 2;

    static final GroupId GROUP = new GroupId(0x4E656D636F6EL);
    static final int INCARNATION = 1;

    /** The client's session is opened by the second entry. */
    static final SessionId CLIENT = new SessionId(2L * Ledger.IDS_PER_ENTRY);

    private static final List<ResourceName> NAMES = List.of(new ResourceName("a"), new ResourceName("b"));
    private static final List<Gtrid> GTRIDS =
            List.of(new Gtrid(GROUP, INCARNATION, CLIENT, 1), new Gtrid(GROUP, INCARNATION, CLIENT, 2));

    private Cast() {}

    static ResourceName database(int database) {
        return NAMES.get(database);
    }

    static Gtrid gtrid(int transaction) {
        return GTRIDS.get(transaction);
    }

    static int transactionOf(Gtrid gtrid) {
        return GTRIDS.indexOf(gtrid);
    }

    static int branch(int transaction, int database) {
        return transaction * DATABASES + database;
    }

    static int branchOf(BranchId id) {
        return branch(transactionOf(id.gtrid()), id.number());
    }

    static BranchId id(int branch) {
        int database = branch % DATABASES;
        return BranchId.of(gtrid(branch / DATABASES), database(database), database);
    }

    static Witness witness(int branch) {
        return new Witness("x" + branch);
    }

    static String words(int branch) {
        return "T" + (branch / DATABASES + 1) + " in " + database(branch % DATABASES);
    }
}
