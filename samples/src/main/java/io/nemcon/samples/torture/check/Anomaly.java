package io.nemcon.samples.torture.check;

import io.nemcon.core.id.Gtrid;
import java.util.List;

/**
 * Something that must not be, in one line that names transactions and lists. Immutable.
 *
 * @param transactions whose story tells more
 */
public record Anomaly(Kind kind, String what, List<Gtrid> transactions) {

    public Anomaly {
        transactions = List.copyOf(transactions);
    }

    /** Of no transaction in particular. */
    public Anomaly(Kind kind, String what) {
        this(kind, what, List.of());
    }

    /** The check that failed. The last four are those of Adya's and of Elle's histories. */
    public enum Kind {
        /** Money was made of nothing, or lost. */
        BANK_SUM,
        /** Told committed, and not all of it is there. */
        COMMITTED_MISSING,
        /** Told rolled back, and some of it is there. */
        ROLLED_BACK_PRESENT,
        /** Some of it is there and some is not, whatever was told. */
        TORN,
        /** There, and nobody had asked for it. */
        UNASKED,
        /** An element is twice in a list. */
        DUPLICATE,
        /** A read of a committed transaction is no beginning of what the list became, or a list has lost what was read. */
        INCOMPATIBLE_READ,
        /** A cycle of writes alone. */
        G0,
        /** A cycle of writes and of reads of what was written. */
        G1C,
        /** A cycle with a transaction that did not read what another had written before it. */
        G2
    }

    @Override
    public String toString() {
        return kind + ": " + what;
    }
}
