package io.nemcon.simulation.database;

import io.nemcon.core.id.BranchId;

/** Names of prepared branches. */
public final class Gids {

    private Gids() {}

    static String of(BranchId branch) {
        return branch.toString();
    }

    /** Session, sequence and number: enough in one simulation. */
    public static String words(BranchId branch) {
        return branch.gtrid().session() + "." + branch.gtrid().sequence() + "/" + branch.number();
    }
}
