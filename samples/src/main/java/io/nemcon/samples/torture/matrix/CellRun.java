package io.nemcon.samples.torture.matrix;

import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.point.Action;
import io.nemcon.samples.torture.point.PointApp;
import io.nemcon.samples.torture.point.WorkKind;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One cell, from a world that is whole to a world that is whole again, and judged. One thread. */
final class CellRun {

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(20);
    private static final long TOLD_MS = 40_000;
    private static final int TRIES = 4;

    private final MatrixWorld world;
    private final ActiveAgent active;
    private final Judge judge;
    private final Orderer orders;
    private final Cell cell;
    private final Drive drive;
    private final List<String> faults = new ArrayList<>();

    CellRun(MatrixWorld world, ActiveAgent active, Judge judge, Orderer orders, Cell cell) {
        this.world = world;
        this.active = active;
        this.judge = judge;
        this.orders = orders;
        this.cell = cell;
        this.drive = new Drive(world, active, cell, orders);
    }

    /** @throws IOException if the world can't be made whole: no further cell can be run in it */
    CellResult run() throws IOException, SQLException, InterruptedException {
        long beganNs = System.nanoTime();
        world.awaitWhole();
        world.book().clear();
        world.mate().child().tell(PointApp.LOOP);
        Seat passed = drive.untilPassed();
        if (passed == null) {
            world.disarmAll();
        } else {
            strike(passed);
        }
        world.app().child().tell(PointApp.RELEASE);
        world.awaitWhole();
        requireThatOthersGoOn();
        world.mate().child().tell(PointApp.REST);
        faults.addAll(judge.awaitQuiet(drive.broken() != null));
        faults.addAll(judge.judge(cell, drive, TOLD_MS));
        return new CellResult(cell, passed != null, faults, (System.nanoTime() - beganNs) / 1_000_000);
    }

    private void strike(Seat passed) throws IOException, InterruptedException {
        switch (cell.action()) {
            case CRASH -> {
                passed.child().process().expectEnd();
                requireEnd(passed, "that crashed");
            }
            case PAUSE -> passed.child().pause(PAUSE);
            case ERROR -> {
                if (drive.way() == Way.START_FROM_SNAPSHOT) {
                    passed.child().process().expectEnd();
                    requireEnd(passed, "that can't read its snapshot, and says so");
                }
            }
        }
        if (cell.action() != Action.ERROR) {
            active.gone(passed);
        }
        if (drive.way() == Way.STOP) {
            active.gone(passed);
            requireEnd(passed, "that was told to end");
        } else if (drive.way() == Way.APP_STOP) {
            requireEnd(world.app(), "that was told to end");
        }
    }

    private void requireEnd(Seat seat, String which) throws InterruptedException {
        if (!seat.child().process().awaitEnd(END_TIMEOUT)) {
            faults.add("expected the end of " + seat.name() + ", " + which + "; it still runs after "
                    + END_TIMEOUT.toSeconds() + " s");
            seat.kill();
        }
    }

    /** Whoever lives, or lives again, gets its work done. The first transaction may meet a session that ended meanwhile. */
    private void requireThatOthersGoOn() throws InterruptedException {
        for (Seat seat : List.of(world.app(), world.mate())) {
            @Nullable Told told = null;
            for (int i = 0; i < TRIES && told != Told.COMMITTED; i++) {
                told = world.book().awaitTold(orders.order(seat, WorkKind.TRANSFER), TOLD_MS);
            }
            if (told != Told.COMMITTED) {
                faults.add("expected that " + seat.name() + " commits a transfer afterwards; of " + TRIES
                        + " the last was told " + told);
            }
        }
    }
}
