package io.nemcon.simulation.world;

import io.nemcon.simulation.database.Mischief;
import io.nemcon.simulation.database.SimDatabase;
import io.nemcon.simulation.fault.Fault;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.network.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes faults happen, and ends them. */
final class FaultInjector {

    private static final long MILLI = 1_000_000;
    private static final long MILLIS_A_SECOND = 1_000;

    private final World world;

    /** Paths that faults block now. */
    private final List<Path> blocked = new ArrayList<>();

    FaultInjector(World world) {
        this.world = world;
    }

    void schedule(Fault fault) {
        world.scheduler().after(fault.atNs() - world.scheduler().nowNs(), () -> {
            world.scheduler().trace("fault", fault::toString);
            begin(fault);
        });
    }

    /** Whatever is still wrong is put right. */
    void endAll() {
        world.scheduler().trace("fault", () -> "all faults are over");
        List.copyOf(blocked).forEach(this::unblock);
        world.weather().misbehave(0, 0, 0);
        world.weather().slowDown(0);
        world.group().misbehave(50, 0);
        world.nodes().forEach(SimProcess::spare);
        world.apps().forEach(SimProcess::spare);
        world.nodes().forEach(SimProcess::start);
        world.apps().stream().filter(app -> !app.isGoneForGood()).forEach(SimProcess::start);
        for (Resource resource : world.resources()) {
            resource.database().dieAfter(Long.MAX_VALUE);
            resource.database().dieAtCommit(Long.MAX_VALUE);
            resource.database().start();
            resource.database().mischief().end();
            resource.database().sendPersonAway();
        }
    }

    private void begin(Fault fault) {
        switch (fault.kind()) {
            case KILL_NODE -> killFor(node(fault), fault);
            case KILL_APP -> killFor(app(fault), fault);
            case KILL_NODE_AT_STEP -> killAtStep(node(fault), fault);
            case KILL_APP_AT_STEP -> killAtStep(app(fault), fault);
            case FAIL_NODE_AT_POINT -> failAtPoint(node(fault), fault);
            case FAIL_APP_AT_POINT -> failAtPoint(app(fault), fault);
            case KILL_APP_FOR_GOOD -> killForGood(fault);
            case PAUSE_NODE -> pause(node(fault), fault);
            case PAUSE_APP -> pause(app(fault), fault);
            case BLOCK_ONE_WAY -> blockFor(List.of(new Path(any(fault.target()), any(fault.other()))), fault);
            case ISOLATE_NODE -> blockFor(around(node(fault).name()), fault);
            case ISOLATE_APP -> blockFor(around(app(fault).name()), fault);
            case ISOLATE_DATABASE -> isolateDatabase(fault);
            case CUT ->
                world.network().cut(app(fault).name(), nodeAt(fault.other()).name());
            case LOSE -> misbehave(fault, fault.amount(), 0, 0);
            case REPEAT -> misbehave(fault, 0, fault.amount(), 0);
            case REORDER -> misbehave(fault, 0, 0, fault.amount());
            case SLOW_NETWORK -> {
                world.weather().slowDown(fault.amount() * MILLI);
                atEnd(fault, () -> world.weather().slowDown(0));
            }
            case DEPOSE -> world.group().depose();
            case STALE_LEADER -> {
                world.group().misbehave(fault.amount(), fault.forNs());
                world.group().depose();
            }
            case SNAPSHOT -> world.group().snapshot(node(fault).name());
            case DATABASE_CRASH -> {
                database(fault).crash();
                atEnd(fault, database(fault)::start);
            }
            case DATABASE_CRASH_AT_COMMAND -> {
                database(fault).dieAfter(fault.amount());
                atEnd(fault, () -> {
                    database(fault).dieAfter(Long.MAX_VALUE);
                    database(fault).start();
                });
            }
            case DATABASE_BLINKS -> {
                database(fault).dieAtCommit(fault.amount() % 8);
                atEnd(fault, () -> database(fault).dieAtCommit(Long.MAX_VALUE));
            }
            case DATABASE_CONNECTIONS -> database(fault).endAllConnections();
            case DATABASE_LOST_BEFORE -> mischief(fault, Mischief.Kind.LOST_BEFORE);
            case DATABASE_LOST_AFTER -> mischief(fault, Mischief.Kind.LOST_AFTER);
            case DATABASE_LATE -> mischief(fault, Mischief.Kind.LATE);
            case DATABASE_REFUSED -> mischief(fault, Mischief.Kind.REFUSED);
            case DATABASE_SLOW -> mischief(fault, Mischief.Kind.SLOW);
            case DATABASE_RESTORED -> {
                database(fault).takeBackup();
                atEnd(fault, () -> {
                    database(fault).restoreBackup();
                    database(fault).start();
                });
            }
            case PERSON_COMMITS -> database(fault).personEnds(true);
            case PERSON_ROLLS_BACK -> database(fault).personEnds(false);
            case WALL_CLOCK -> {
                Machine life = World.lifeOf(node(fault));
                if (life != null) {
                    life.shiftWallClock(fault.amount() * MILLIS_A_SECOND);
                }
            }
        }
    }

    private void atEnd(Fault fault, Runnable end) {
        world.scheduler().after(fault.forNs(), end);
    }

    private void killFor(SimProcess process, Fault fault) {
        process.kill();
        atEnd(fault, () -> startAgain(process));
    }

    private static void startAgain(SimProcess process) {
        if (!(process instanceof AppProcess app && app.isGoneForGood())) {
            process.start();
        }
    }

    private void killAtStep(SimProcess process, Fault fault) {
        Machine life = World.lifeOf(process);
        if (life != null) {
            life.dieAfter(fault.amount());
            atEnd(fault, () -> startAgain(process));
        }
    }

    private void failAtPoint(SimProcess process, Fault fault) {
        Machine life = World.lifeOf(process);
        if (life != null) {
            life.failAfter(fault.amount());
            atEnd(fault, () -> life.failAfter(Long.MAX_VALUE));
        }
    }

    /** The first application always comes back, so that somebody is there to recover. */
    private void killForGood(Fault fault) {
        AppProcess app = app(fault);
        if (app == world.apps().get(0)) {
            killFor(app, fault);
        } else {
            app.goForGood();
            app.kill();
        }
    }

    private void pause(SimProcess process, Fault fault) {
        Machine life = World.lifeOf(process);
        if (life != null) {
            life.pause(fault.forNs());
        }
    }

    private void misbehave(Fault fault, int losses, int repeats, int reorders) {
        world.weather().misbehave(losses, repeats, reorders);
        atEnd(fault, () -> world.weather().misbehave(0, 0, 0));
    }

    private void mischief(Fault fault, Mischief.Kind kind) {
        Mischief mischief = database(fault).mischief();
        mischief.begin(kind, fault.amount());
        atEnd(fault, mischief::end);
    }

    private void isolateDatabase(Fault fault) {
        String app = app(fault).name();
        String database = databaseAt(fault.other()).toString();
        List<Path> paths = new ArrayList<>();
        if (fault.amount() % 3 != 0) {
            paths.add(new Path(app, database));
        }
        if (fault.amount() % 3 != 1) {
            paths.add(new Path(database, app));
        }
        blockFor(paths, fault);
    }

    private List<Path> around(String process) {
        List<Path> paths = new ArrayList<>();
        for (String other : everybody()) {
            if (!other.equals(process)) {
                paths.add(new Path(process, other));
                paths.add(new Path(other, process));
            }
        }
        return paths;
    }

    private void blockFor(List<Path> paths, Fault fault) {
        for (Path path : paths) {
            world.weather().block(path);
            blocked.add(path);
        }
        atEnd(fault, () -> paths.forEach(this::unblock));
    }

    private void unblock(Path path) {
        if (blocked.remove(path)) {
            world.weather().unblock(path);
        }
    }

    private List<String> everybody() {
        List<String> names = new ArrayList<>();
        world.nodes().forEach(node -> names.add(node.name()));
        world.apps().forEach(app -> names.add(app.name()));
        world.resources().forEach(resource -> names.add(resource.database().toString()));
        return names;
    }

    private String any(int number) {
        return everybody().get(number % everybody().size());
    }

    private SimProcess node(Fault fault) {
        return nodeAt(fault.target());
    }

    /** Faults of nodes meet the leader more often than the others: that is where it matters. An embedded ledger is its app. */
    private SimProcess nodeAt(int number) {
        List<? extends SimProcess> nodes = world.nodes().isEmpty() ? world.apps() : world.nodes();
        if (number % 2 == 0) {
            for (SimProcess node : nodes) {
                if (node.name().equals(world.group().leaderName())) {
                    return node;
                }
            }
        }
        return nodes.get(number / 2 % nodes.size());
    }

    private AppProcess app(Fault fault) {
        return world.apps().get(fault.target() % world.apps().size());
    }

    private SimDatabase database(Fault fault) {
        return databaseAt(fault.target());
    }

    private SimDatabase databaseAt(int number) {
        return world.resources().get(number % world.resources().size()).database();
    }
}
