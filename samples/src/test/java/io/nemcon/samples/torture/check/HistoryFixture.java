package io.nemcon.samples.torture.check;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.history.History;
import io.nemcon.samples.torture.history.Invocation;
import io.nemcon.samples.torture.history.ListOp;
import io.nemcon.samples.torture.history.Recorded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A history written by hand, and databases to go with it. */
final class HistoryFixture {

    private static final long MONEY = 1_000;

    private final List<Recorded> transactions = new ArrayList<>();
    private final List<Set<Gtrid>> transfers = List.of(new HashSet<>(), new HashSet<>());
    private final Map<String, List<Long>> lists = new LinkedHashMap<>();
    private long moneyAfter = MONEY;

    static Gtrid gtrid(int number) {
        return Objects.requireNonNull(
                Gtrid.parse("0000000000000001" + "00000001" + "0000000000000007" + String.format("%016x", number)));
    }

    static ListOp append(String list, long element, Long... seen) {
        return ListOp.append(list, element, List.of(seen));
    }

    static ListOp read(String list, Long... seen) {
        return ListOp.read(list, List.of(seen));
    }

    private static Recorded recorded(Invocation invocation, Told told) {
        return new Recorded(invocation, "app-1.1", told, 1, 2, "");
    }

    HistoryFixture lists(int number, Told told, ListOp... ops) {
        transactions.add(recorded(Invocation.ofLists(gtrid(number), List.of(ops)), told));
        return this;
    }

    /** @param databases in which it has a row: 0, 1 */
    HistoryFixture transfer(int number, Told told, int... databases) {
        transactions.add(recorded(Invocation.ofTransfer(gtrid(number)), told));
        return row(number, databases);
    }

    HistoryFixture row(int number, int... databases) {
        for (int database : databases) {
            transfers.get(database).add(gtrid(number));
        }
        return this;
    }

    HistoryFixture became(String list, Long... elements) {
        lists.put(list, List.of(elements));
        return this;
    }

    HistoryFixture moneyAfter(long money) {
        moneyAfter = money;
        return this;
    }

    List<Anomaly> check() {
        return new Checker(new History(transactions), new Found(MONEY, moneyAfter, transfers, lists)).check();
    }

    List<Anomaly.Kind> kinds() {
        return check().stream().map(Anomaly::kind).toList();
    }
}
