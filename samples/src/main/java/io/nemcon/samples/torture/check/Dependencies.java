package io.nemcon.samples.torture.check;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.torture.history.ListOp;
import io.nemcon.samples.torture.history.Recorded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who must come before whom, by what the lists have become. Immutable once made.
 *
 * <p>A list's final order is the order of its writes. So a transaction depends on the one whose element it found last (by a write
 * if it then appended, by a read in any case), and the one that appended the next element depends on it.
 */
final class Dependencies {

    /** Why one transaction must come before another, Adya's words. */
    enum Why {
        /** The other wrote over what this one wrote. */
        WRITE_WRITE,
        /** The other read what this one wrote. */
        WRITE_READ,
        /** The other wrote over what this one read. */
        READ_WRITE
    }

    /** This one before {@code to}, and where it shows. */
    record Edge(Gtrid from, Gtrid to, Why why, String list) {

        @Override
        public String toString() {
            return from + " -" + why + "(" + list + ")-> " + to;
        }
    }

    private final Map<Gtrid, List<Edge>> edges = new LinkedHashMap<>();
    private final Map<String, List<Long>> lists;
    private final Map<Long, Gtrid> writers = new HashMap<>();

    /** @param committed the transactions that took place, and no others */
    Dependencies(Collection<Recorded> committed, Map<String, List<Long>> lists) {
        this.lists = lists;
        for (Recorded one : committed) {
            edges.put(one.gtrid(), new ArrayList<>());
            for (ListOp op : one.invocation().ops()) {
                if (op.appended() != null) {
                    writers.put(op.appended(), one.gtrid());
                }
            }
        }
        for (Recorded one : committed) {
            one.invocation().ops().forEach(op -> add(one.gtrid(), op));
        }
    }

    Collection<Gtrid> nodes() {
        return edges.keySet();
    }

    List<Edge> after(Gtrid one) {
        return edges.getOrDefault(one, List.of());
    }

    private void add(Gtrid reader, ListOp op) {
        List<Long> order = lists.getOrDefault(op.list(), List.of());
        List<Long> seen = op.seen();
        if (op.appended() != null) {
            int at = order.indexOf(op.appended());
            if (at > 0) {
                link(writer(order, at - 1), reader, Why.WRITE_WRITE, op.list());
            }
        }
        if (seen != null) {
            link(writer(order, lastKnown(order, seen)), reader, Why.WRITE_READ, op.list());
            link(reader, writer(order, lastKnown(order, seen) + 1), Why.READ_WRITE, op.list());
        }
    }

    /** Where in the final order what was read ends; -1 if it was empty. By its last element, should it be no prefix. */
    private static int lastKnown(List<Long> order, List<Long> seen) {
        return seen.isEmpty() ? -1 : order.indexOf(seen.get(seen.size() - 1));
    }

    private @Nullable Gtrid writer(List<Long> order, int at) {
        return at < 0 || at >= order.size() ? null : writers.get(order.get(at));
    }

    private void link(@Nullable Gtrid from, @Nullable Gtrid to, Why why, String list) {
        if (from != null && to != null && !from.equals(to)) {
            edges.getOrDefault(from, new ArrayList<>()).add(new Edge(from, to, why, list));
        }
    }
}
