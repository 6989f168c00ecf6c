package io.nemcon.samples.torture.check;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.check.Anomaly.Kind;
import io.nemcon.samples.torture.history.History;
import io.nemcon.samples.torture.history.ListOp;
import io.nemcon.samples.torture.history.Recorded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Told against there: for every transaction the effects it would have, and those that are found. Immutable; one run's.
 *
 * <p>A transfer's effects are its rows, one a database; a list transaction's are its elements. All of them, or none, is the whole
 * of atomicity, and which one of both is what the app was told.
 */
final class Presence {

    private final History history;
    private final Found found;
    private final Set<Long> elements = new HashSet<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final Set<Gtrid> there = new HashSet<>();

    Presence(History history, Found found) {
        this.history = history;
        this.found = found;
        found.lists().values().forEach(elements::addAll);
        history.transactions().forEach(this::judge);
        judgeUnasked();
    }

    List<Anomaly> anomalies() {
        return List.copyOf(anomalies);
    }

    /** Whether it is committed, as far as there is evidence: told so, or something of it is there. */
    boolean committed(Recorded one) {
        return one.told() == Told.COMMITTED || there.contains(one.gtrid());
    }

    private void judge(Recorded one) {
        long expected = expected(one);
        long present = present(one);
        if (present > 0) {
            there.add(one.gtrid());
        }
        String numbers = one.gtrid() + ": " + present + " of " + expected + " effects are there, told " + one.told();
        if (one.told() == Told.COMMITTED && present < expected) {
            anomalies.add(new Anomaly(Kind.COMMITTED_MISSING, numbers, List.of(one.gtrid())));
        }
        if (one.told() == Told.ROLLED_BACK && present > 0) {
            anomalies.add(new Anomaly(Kind.ROLLED_BACK_PRESENT, numbers, List.of(one.gtrid())));
        }
        if (present > 0 && present < expected) {
            anomalies.add(new Anomaly(Kind.TORN, numbers, List.of(one.gtrid())));
        }
    }

    private long expected(Recorded one) {
        return one.invocation().transfer()
                ? found.transfers().size()
                : one.invocation().ops().stream()
                        .filter(op -> op.appended() != null)
                        .count();
    }

    private long present(Recorded one) {
        if (one.invocation().transfer()) {
            return found.transfers().stream()
                    .filter(rows -> rows.contains(one.gtrid()))
                    .count();
        }
        return one.invocation().ops().stream().filter(this::isThere).count();
    }

    private boolean isThere(ListOp op) {
        return op.appended() != null
                && found.lists().getOrDefault(op.list(), List.of()).contains(op.appended());
    }

    private void judgeUnasked() {
        Set<Gtrid> askedTransfers = new HashSet<>();
        Set<Long> askedElements = new HashSet<>();
        for (Recorded one : history.transactions()) {
            if (one.invocation().transfer()) {
                askedTransfers.add(one.gtrid());
            }
            one.invocation().ops().stream()
                    .map(ListOp::appended)
                    .filter(element -> element != null)
                    .forEach(askedElements::add);
        }
        found.transfers().stream()
                .flatMap(Set::stream)
                .filter(gtrid -> !askedTransfers.contains(gtrid))
                .forEach(gtrid -> anomalies.add(new Anomaly(Kind.UNASKED, "transfer " + gtrid, List.of(gtrid))));
        elements.stream()
                .filter(element -> !askedElements.contains(element))
                .forEach(element -> anomalies.add(new Anomaly(Kind.UNASKED, "element " + element)));
    }
}
