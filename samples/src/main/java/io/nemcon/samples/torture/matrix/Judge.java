package io.nemcon.samples.torture.matrix;

import io.nemcon.core.id.Gtrid;
import io.nemcon.node.NodeStatus;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.point.WorkKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must be so after each cell. One thread. */
final class Judge {

    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(45);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final MatrixWorld world;
    private final long money;

    /** Of earlier cells, which a person would have to close. */
    private int incidentsBefore;

    private int unfinishedBefore;

    Judge(MatrixWorld world) throws SQLException {
        this.world = world;
        this.money = world.money();
    }

    /** Waits until nothing is prepared and every decided branch is reported; what is left when that takes too long. */
    List<String> awaitQuiet(boolean broken) throws SQLException, InterruptedException {
        int unfinishedMax = unfinishedBefore + (broken ? 1 : 0);
        long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        while (true) {
            int prepared = world.prepared();
            Optional<NodeStatus> ledger = world.ledger();
            boolean quiet = prepared == 0 && ledger.isPresent() && ledger.get().unfinished() <= unfinishedMax;
            if (quiet || System.nanoTime() > deadline) {
                unfinishedBefore = ledger.map(NodeStatus::unfinished).orElse(unfinishedBefore);
                return quiet
                        ? List.of()
                        : List.of("expected nothing prepared and nothing unfinished within "
                                + QUIET_TIMEOUT.toSeconds() + " s; " + prepared + " are prepared, "
                                + ledger.map(one -> one.unfinished() + " unfinished")
                                        .orElse("no node leads"));
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    /** Returns what is wrong, each with what was expected. */
    List<String> judge(Cell cell, Drive drive, long toldMs) throws SQLException, InterruptedException {
        List<String> faults = new ArrayList<>();
        world.book()
                .awaitNoneOpen(world::lives, toldMs)
                .forEach(open -> faults.add(
                        "expected that the app is told how it ended, and within " + toldMs / 1_000 + " s: " + open));
        Set<Gtrid> first = world.banks().get(0).transfers();
        Set<Gtrid> second = world.banks().get(1).transfers();
        for (Entry entry : world.book().all()) {
            if (!entry.gtrid().equals(drive.broken())) {
                faults.addAll(faultsOf(entry, expectationOf(entry, cell, drive), first, second));
            }
        }
        if (drive.broken() != null) {
            repair(drive.broken());
        }
        if (world.money() != money) {
            faults.add("expected " + money + " on all accounts; there is " + world.money());
        }
        faults.addAll(incidents(drive.broken() != null));
        world.obituaries().forEach(end -> faults.add("expected no other process to end: " + end));
        return faults;
    }

    private Expectation expectationOf(Entry entry, Cell cell, Drive drive) {
        Entry subject = drive.subject() == null ? null : world.book().of(drive.subject());
        if (subject == null || !subject.gtrid().equals(entry.gtrid())) {
            return Expectation.ofAnyOther();
        }
        return drive.way().endOfMaker() == null ? Expectation.of(cell) : Expectation.ofOrphans(drive.way());
    }

    static List<String> faultsOf(Entry entry, Expectation expected, Set<Gtrid> first, Set<Gtrid> second) {
        boolean inFirst = first.contains(entry.gtrid());
        boolean inSecond = second.contains(entry.gtrid());
        List<String> faults = new ArrayList<>();
        String seen = entry + ": it is " + (inFirst ? "" : "not ") + "in the first database, "
                + (inSecond ? "" : "not ") + "in the second";
        @Nullable Told told = entry.told();
        boolean whole = inFirst == inSecond || !entry.writesToBoth();
        if (!whole) {
            faults.add("expected all of it or nothing; " + seen);
        }
        if (told == Told.COMMITTED && !inFirst || told == Told.ROLLED_BACK && (inFirst || inSecond)) {
            faults.add("expected what its app was told; " + seen);
        }
        if (expected.there() == Expectation.There.ALL && !inFirst
                || expected.there() == Expectation.There.NOTHING && (inFirst || inSecond)) {
            faults.add("expected " + expected.there() + "; " + seen);
        }
        if (told != null && !expected.told().contains(told)) {
            faults.add("expected that its app is told one of " + expected.told() + "; " + seen);
        }
        return faults;
    }

    /** By hand again, as the person would: so the next cell's money is right. */
    private void repair(Gtrid broken) throws SQLException {
        BankDatabase bank = world.banks().get(0);
        try (Connection connection = bank.plain().getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE account SET balance = balance - ? WHERE id = 1");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO transfer (gtrid, amount) VALUES (?, ?)")) {
            update.setInt(1, WorkKind.AMOUNT);
            update.executeUpdate();
            insert.setString(1, broken.toString());
            insert.setInt(2, WorkKind.AMOUNT);
            insert.executeUpdate();
        }
    }

    /** One that is expected is waited for. */
    private List<String> incidents(boolean expectOne) throws InterruptedException {
        int expected = incidentsBefore + (expectOne ? 1 : 0);
        long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        while (true) {
            Optional<Integer> there = world.ledger().map(NodeStatus::incidentsOpen);
            if (there.orElse(-1) >= expected || System.nanoTime() > deadline) {
                incidentsBefore = there.orElse(expected);
                return there.equals(Optional.of(expected))
                        ? List.of()
                        : List.of("expected " + expected + " incidents, "
                                + there.map(count -> "there are " + count).orElse("no node leads that could tell"));
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }
}
