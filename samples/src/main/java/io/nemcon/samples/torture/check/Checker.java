package io.nemcon.samples.torture.check;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.torture.check.Anomaly.Kind;
import io.nemcon.samples.torture.history.History;
import io.nemcon.samples.torture.history.ListOp;
import io.nemcon.samples.torture.history.Recorded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges a run by its history and by what the databases hold in the end: the sum of the money, told against there, and whether the
 * transactions on lists can be put into one order (serializability, over both databases together). Immutable.
 *
 * <p>That order is claimed because every row is locked before it is read, until its transaction has ended: Nemcon itself promises
 * atomicity, and that no branch lets go of its locks before the decision; no snapshot spans two databases.
 */
public final class Checker {

    private final History history;
    private final Found found;

    public Checker(History history, Found found) {
        this.history = history;
        this.found = found;
    }

    /** Everything that is wrong; nothing if all is well. */
    public List<Anomaly> check() {
        List<Anomaly> anomalies = new ArrayList<>();
        if (found.moneyBefore() != found.moneyAfter()) {
            anomalies.add(
                    new Anomaly(Kind.BANK_SUM, found.moneyBefore() + " before, " + found.moneyAfter() + " after"));
        }
        Presence presence = new Presence(history, found);
        anomalies.addAll(presence.anomalies());
        found.lists().forEach((list, elements) -> checkUnique(list, elements, anomalies));
        List<Recorded> committed =
                history.transactions().stream().filter(presence::committed).toList();
        committed.forEach(one -> checkReads(one, anomalies));
        anomalies.addAll(Cycles.find(new Dependencies(committed, found.lists())));
        return anomalies;
    }

    private void checkUnique(String list, List<Long> elements, List<Anomaly> anomalies) {
        Set<Long> seen = new HashSet<>();
        for (Long element : elements) {
            if (!seen.add(element)) {
                anomalies.add(new Anomaly(Kind.DUPLICATE, element + " in " + list, writersOf(element)));
            }
        }
    }

    private List<Gtrid> writersOf(Long element) {
        return history.transactions().stream()
                .filter(one -> one.invocation().ops().stream().anyMatch(op -> element.equals(op.appended())))
                .map(Recorded::gtrid)
                .toList();
    }

    /** An append-only list only ever grows, so whatever was read is its beginning. */
    private void checkReads(Recorded one, List<Anomaly> anomalies) {
        Map<String, List<Long>> lists = found.lists();
        for (ListOp op : one.invocation().ops()) {
            List<Long> seen = op.seen();
            List<Long> order = lists.getOrDefault(op.list(), List.of());
            if (seen != null && !isBeginning(seen, order)) {
                anomalies.add(new Anomaly(
                        Kind.INCOMPATIBLE_READ,
                        one.gtrid() + " read " + seen + " in " + op.list() + ", now " + order,
                        List.of(one.gtrid())));
            } else if (seen != null && op.appended() != null && isElsewhere(op.appended(), seen.size(), order)) {
                anomalies.add(new Anomaly(
                        Kind.INCOMPATIBLE_READ,
                        one.gtrid() + " appended " + op.appended() + " after " + seen + " in " + op.list() + ", now "
                                + order,
                        List.of(one.gtrid())));
            }
        }
    }

    private static boolean isBeginning(List<Long> seen, List<Long> order) {
        return seen.size() <= order.size() && order.subList(0, seen.size()).equals(seen);
    }

    private static boolean isElsewhere(long element, int expectedAt, List<Long> order) {
        return order.contains(element) && order.indexOf(element) != expectedAt;
    }
}
