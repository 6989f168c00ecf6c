package io.nemcon.samples.torture.matrix;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.point.WorkKind;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of an app. Immutable.
 *
 * @param process the life that began it
 * @param told null as long as it was told nothing
 */
record Entry(
        String process,
        Gtrid gtrid,
        WorkKind kind,
        @Nullable Told told) {

    Entry told(Told how) {
        return new Entry(process, gtrid, kind, how);
    }

    /** Whether it writes to the second database too. */
    boolean writesToBoth() {
        return kind == WorkKind.TRANSFER || kind == WorkKind.GIVEN_UP || kind == WorkKind.REFUSED;
    }

    @Override
    public String toString() {
        return "tx " + gtrid + " (" + kind + " of " + process + ", told " + (told == null ? "nothing" : told) + ")";
    }
}
