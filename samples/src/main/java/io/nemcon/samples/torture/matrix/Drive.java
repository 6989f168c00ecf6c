package io.nemcon.samples.torture.matrix;

import io.nemcon.client.group.RemoteGroup;
import io.nemcon.client.group.RemoteGroupConfig;
import io.nemcon.client.group.WireLines;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Query;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.torture.point.Action;
import io.nemcon.samples.torture.point.PointApp;
import io.nemcon.samples.torture.point.PointNode;
import io.nemcon.samples.torture.point.WorkKind;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arms the point of one cell, and does what it takes until a process passes it. One thread. */
final class Drive {

    private static final Duration PASS_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration LOOK_AT_CANDIDATE = Duration.ofMillis(20);
    private static final Duration BETWEEN_ORDERS = Duration.ofMillis(2_500);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);
    private static final long BEGUN_MS = 10_000;
    private static final int FORGED_NUMBER = 7;

    private final MatrixWorld world;
    private final ActiveAgent active;
    private final Cell cell;
    private final Way way;
    private final Orderer orders;

    /** From when the right one is there, for to wait for that may take long itself. */
    private long deadline;

    /** The order that the cell is about; null if it is about none. */
    private @Nullable String subject;

    /** Rolled back by hand, against its decision. */
    private @Nullable Gtrid broken;

    Drive(MatrixWorld world, ActiveAgent active, Cell cell, Orderer orders) {
        this.world = world;
        this.active = active;
        this.cell = cell;
        this.way = Ways.of(cell);
        this.orders = orders;
    }

    Way way() {
        return way;
    }

    @Nullable
    String subject() {
        return subject;
    }

    @Nullable
    Gtrid broken() {
        return broken;
    }

    /** Who has passed the point; null if nobody did in the time that there is. */
    @Nullable
    Seat untilPassed() throws IOException, SQLException, InterruptedException {
        Seat seat = seat();
        if (cell.point().name().startsWith("AGENT_") && way != Way.START
                || cell.role() == Role.AGENT && way == Way.ORPHANS_PREPARED) {
            active.becomes(seat);
        }
        deadline = System.nanoTime() + PASS_TIMEOUT.toNanos();
        switch (way) {
            case NEW_LEADER -> {
                return newLeader(seat);
            }
            case START -> start(seat);
            case START_ALONE -> startAlone(seat);
            case START_FROM_SNAPSHOT -> startFromSnapshot(seat);
            case STOP -> {
                arm(seat);
                seat.child().process().expectEnd();
                seat.child().tell(PointApp.STOP);
            }
            case APP_STOP -> {
                arm(seat);
                world.app().child().process().expectEnd();
                world.app().child().tell(PointApp.STOP);
            }
            case SNAPSHOT -> snapshot(seat);
            case FOLLOWER_ASKED -> askFollower(seat);
            case ORPHANS_PREPARED, ORPHANS_DECIDED, ORPHANS_COMMITTED, BY_HAND -> leaveOrphans(seat);
            case LATE_PREPARE -> prepareLate(seat);
            case TRANSFER, ONE_PHASE, READ_BESIDE, GIVEN_UP, REFUSED, TRAFFIC -> order(seat);
        }
        return awaitPassed(seat, left()) ? seat : null;
    }

    private Seat seat() throws IOException, InterruptedException {
        return switch (cell.role()) {
            case LEADER -> world.awaitLeader();
            case FOLLOWER -> world.node(world.followers().get(0));
            case AGENT -> world.agent();
            case APP -> cell.point().name().startsWith("AGENT_") ? world.mate() : world.app();
        };
    }

    private void arm(Seat seat) throws InterruptedException {
        seat.child().arm(cell.point(), cell.action());
    }

    private boolean awaitPassed(Seat seat, Duration timeout) throws InterruptedException {
        return seat.child().awaitPassed(cell.point(), timeout);
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private Duration least(Duration other) {
        return left().compareTo(other) < 0 ? left() : other;
    }

    private String armedFromStart() {
        return cell.point() + "=" + cell.action();
    }

    /** One after the other, so that it is the last one that passed. */
    private void order(Seat seat) throws InterruptedException {
        arm(seat);
        while (!left().isZero()) {
            WorkKind kind = way.work() == null ? WorkKind.TRANSFER : way.work();
            String id = orders.order(world.app(), kind);
            subject = id;
            world.askAll();
            if (awaitPassed(seat, least(BETWEEN_ORDERS))) {
                return;
            }
        }
    }

    private @Nullable Seat newLeader(Seat leader) throws IOException, InterruptedException {
        List<Seat> candidates = world.followers().stream().map(world::node).toList();
        for (Seat candidate : candidates) {
            arm(candidate);
        }
        leader.kill();
        while (!left().isZero()) {
            for (Seat candidate : candidates) {
                if (awaitPassed(candidate, LOOK_AT_CANDIDATE)) {
                    candidates.get(1 - candidates.indexOf(candidate)).child().disarm(); // or it is struck too
                    return candidate;
                }
            }
        }
        return null;
    }

    private void start(Seat seat) throws IOException {
        active.gone(seat);
        seat.kill();
        seat.start(armedFromStart());
    }

    private void startAlone(Seat seat) throws IOException, InterruptedException {
        start(seat);
        seat.awaitReady();
        active.otherThan(seat).kill();
        active.unknown();
    }

    private void startFromSnapshot(Seat seat) throws IOException, InterruptedException {
        while (!world.hasSnapshot(seat) && !left().isZero()) {
            seat.child().tell(PointNode.SNAPSHOT);
            Thread.sleep(LOOK_EVERY.toMillis());
        }
        seat.kill();
        seat.start(armedFromStart());
    }

    private void snapshot(Seat seat) throws InterruptedException {
        arm(seat);
        do {
            seat.child().tell(PointNode.SNAPSHOT);
        } while (!awaitPassed(seat, least(BETWEEN_ORDERS)) && !left().isZero());
    }

    private void askFollower(Seat seat) throws IOException, InterruptedException {
        WireEndpoint follower = world.followers().get(0);
        arm(seat);
        RemoteGroupConfig config =
                new RemoteGroupConfig("asker", List.of(follower), ASK_TIMEOUT, ASK_TIMEOUT, ASK_TIMEOUT);
        WireLines lines = new WireLines("asker", WireSecurity.none(), WireLimits.defaults());
        RemoteGroup group = new RemoteGroup(Host.real(), config, lines);
        try {
            do {
                group.query(new Query.Status());
            } while (!awaitPassed(seat, LOOK_EVERY) && !left().isZero());
        } finally {
            group.close();
        }
    }

    private void leaveOrphans(Seat seat) throws IOException, SQLException, InterruptedException {
        arm(seat);
        CrashPoint end = way.endOfMaker();
        Seat maker = world.app();
        if (end != null) {
            maker.child().arm(end, Action.CRASH);
            maker.child().process().expectEnd();
            subject = orders.order(maker, WorkKind.TRANSFER);
            if (!maker.child().awaitPassed(end, least(PASS_TIMEOUT))) {
                throw new IOException("the app that is to leave orphans does not pass " + end);
            }
            if (way == Way.BY_HAND) {
                breakByHand();
            }
            maker.child().process().awaitEnd(PASS_TIMEOUT);
            maker.start();
        }
    }

    private void breakByHand() throws IOException, SQLException {
        Entry entry = subject == null ? null : world.book().of(subject);
        if (entry == null) {
            throw new IOException("no transaction was begun that could be broken by hand");
        }
        broken = entry.gtrid();
        try (Connection connection = world.banks().get(0).plain().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK PREPARED '" + gid(entry.gtrid(), 0) + "'");
        }
    }

    private String gid(Gtrid gtrid, int number) {
        return "nemcon:"
                + BranchId.of(gtrid, new ResourceName(world.banks().get(0).name()), number);
    }

    /** An older transaction is open meanwhile, or the group would know without asking that this one is aborted. */
    private void prepareLate(Seat seat) throws IOException, SQLException, InterruptedException {
        String held = orders.order(world.app(), WorkKind.HELD);
        if (!world.book().awaitBegun(held, BEGUN_MS)) {
            throw new IOException("no transaction could be begun and held open");
        }
        String given = orders.order(world.app(), WorkKind.GIVEN_UP);
        world.book().awaitTold(given, BEGUN_MS);
        Entry entry = world.book().of(given);
        if (entry == null) {
            throw new IOException("no transaction could be begun and given up");
        }
        arm(seat);
        BankDatabase bank = world.banks().get(0);
        try (Connection connection = bank.plain().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute(
                    "INSERT INTO transfer (gtrid, amount) VALUES ('" + entry.gtrid() + "', " + WorkKind.AMOUNT + ")");
            statement.execute("PREPARE TRANSACTION '" + gid(entry.gtrid(), FORGED_NUMBER) + "'");
        }
    }
}
