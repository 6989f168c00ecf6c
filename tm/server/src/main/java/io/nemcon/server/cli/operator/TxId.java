package io.nemcon.server.cli.operator;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;

/** A transaction as an operator pastes it: its id, a branch's id, or the name of a branch in PostgreSQL. */
final class TxId {

    private TxId() {}

    /** @throws IllegalArgumentException if it is none */
    static Gtrid parse(String pasted) {
        String text = pasted.strip().substring(pasted.strip().indexOf(':') + 1);
        BranchId branch = BranchId.parse(text);
        Gtrid gtrid = branch == null ? Gtrid.parse(text) : branch.gtrid();
        if (gtrid == null) {
            throw new IllegalArgumentException(
                    "'" + Text.clean(pasted)
                            + "' is no transaction id: give the 56 hexadecimal digits that 'nemcon tx list' shows, or a branch's id");
        }
        return gtrid;
    }
}
