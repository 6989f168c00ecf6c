package io.nemcon.samples.torture.history;

import io.nemcon.core.id.Gtrid;
import java.util.List;

/**
 * A transaction whose end is about to be asked for. Immutable.
 *
 * @param transfer whether it moved money; then each database has a row of it if it is committed
 * @param ops what it did to lists, in its own order
 */
public record Invocation(Gtrid gtrid, boolean transfer, List<ListOp> ops) {

    public Invocation {
        ops = List.copyOf(ops);
    }

    public static Invocation ofTransfer(Gtrid gtrid) {
        return new Invocation(gtrid, true, List.of());
    }

    public static Invocation ofLists(Gtrid gtrid, List<ListOp> ops) {
        return new Invocation(gtrid, false, ops);
    }
}
