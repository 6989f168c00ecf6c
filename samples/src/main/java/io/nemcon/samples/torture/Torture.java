package io.nemcon.samples.torture;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.Teardown;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.app.Lists;
import io.nemcon.samples.torture.check.Checker;
import io.nemcon.samples.torture.check.Found;
import io.nemcon.samples.torture.history.History;
import io.nemcon.samples.torture.plan.Cast;
import io.nemcon.samples.torture.plan.FaultPlan;
import io.nemcon.samples.torture.world.FaultRunner;
import io.nemcon.samples.torture.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One run: everything is started, faults strike while the apps work, everything is healed, what is prepared is waited for, and then
 * it is checked. One thread; what it starts it hands to the {@link Teardown}.
 */
final class Torture {

    private static final Cast CAST = Cast.usual();
    private static final Duration TELL_EVERY = Duration.ofSeconds(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /** For faults whose end takes its time, as that of a database that starts again. */
    private static final Duration OVERTIME = Duration.ofSeconds(90);
    /** After the healing the apps work on for so long, so that it is seen that they can. */
    private static final Duration AFTER_HEAL = Duration.ofSeconds(2);

    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(120);

    private final FaultPlan plan;
    private final int seconds;
    private final Path folder;
    private final Progress progress;
    private final Teardown teardown;

    Torture(FaultPlan plan, int seconds, Path folder, Progress progress, Teardown teardown) {
        this.plan = plan;
        this.seconds = seconds;
        this.folder = folder;
        this.progress = progress;
        this.teardown = teardown;
    }

    static FaultPlan plan(long seed, int seconds) {
        return FaultPlan.draw(seed, seconds * 1_000L, CAST);
    }

    /** @throws IOException if something did not start, or ended that nobody had ended; the message is for people */
    TortureResult run() throws IOException, SQLException, InterruptedException {
        progress.say(
                "Starting two PostgreSQL servers, three TM nodes, two apps, an agent, and proxies between them ...");
        World world = World.start(teardown, CAST, folder, Duration.ofSeconds(seconds));
        progress.say("Seed " + plan.seed() + ": " + plan.faults().size() + " faults in " + seconds + " s.");
        FaultRunner faults = teardown.add(new FaultRunner(world, folder));
        faults.start(plan);
        progress.begin();
        watch(world, faults, Duration.ofSeconds(seconds));
        awaitOver(world, faults);
        progress.say("Everything is healed: links are open, everybody runs.");
        world.heal();
        watch(world, faults, AFTER_HEAL);
        world.stopWork();
        int preparedLeft = awaitQuiet(world);
        progress.say("Checking ...");
        return judge(world, faults, preparedLeft);
    }

    private void watch(World world, FaultRunner faults, Duration length) throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        long toldNs = beganNs;
        while (System.nanoTime() - beganNs < length.toNanos()) {
            Thread.sleep(LOOK_EVERY.toMillis());
            requireAlive(world);
            if (System.nanoTime() - toldNs > TELL_EVERY.toNanos()) {
                progress.tell(world.counts(), faults.done());
                toldNs = System.nanoTime();
            }
        }
    }

    private static void requireAlive(World world) throws IOException {
        List<String> obituaries = world.obituaries();
        if (!obituaries.isEmpty()) {
            throw new IOException("a process ended that nobody had ended: " + String.join("\n", obituaries));
        }
    }

    private void awaitOver(World world, FaultRunner faults) throws IOException, InterruptedException {
        if (!faults.awaitOver(OVERTIME)) {
            throw new IOException("a fault could not be undone within " + OVERTIME.toSeconds() + " s");
        }
        requireAlive(world);
    }

    /** Waits a while for what is still prepared; returns how much is left then. */
    private int awaitQuiet(World world) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        long toldNs = System.nanoTime();
        int prepared = world.prepared();
        while (prepared > 0 && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_EVERY.toMillis());
            prepared = world.prepared();
            if (System.nanoTime() - toldNs > TELL_EVERY.toNanos()) {
                progress.say(prepared + " branches are still prepared ...");
                toldNs = System.nanoTime();
            }
        }
        return prepared;
    }

    private TortureResult judge(World world, FaultRunner faults, int preparedLeft) throws IOException, SQLException {
        History history = History.read(world.histories());
        return new TortureResult(
                plan.seed(),
                seconds,
                history.count(Told.COMMITTED),
                history.count(Told.ROLLED_BACK),
                history.count(Told.UNKNOWN),
                faults.done(),
                new Checker(history, found(world)).check(),
                preparedLeft,
                world.incidents().orElse(0),
                failoverMaxMs(history, faults.leaderKills()),
                faults.resolveMs().stream().mapToLong(ms -> ms).max());
    }

    private static Found found(World world) throws SQLException {
        long money = 0;
        List<Set<Gtrid>> transfers = new ArrayList<>();
        Map<String, List<Long>> lists = new HashMap<>();
        for (BankDatabase bank : world.banks()) {
            money += bank.money();
            transfers.add(bank.transfers());
            try (Connection connection = bank.plain().getConnection()) {
                lists.putAll(Lists.readAll(bank.name(), connection));
            }
        }
        return new Found(world.moneyBefore(), money, transfers, lists);
    }

    private static OptionalLong failoverMaxMs(History history, List<Long> leaderKills) {
        return leaderKills.stream()
                .flatMap(killedMs -> history.transactions().stream()
                        .filter(one -> one.told() == Told.COMMITTED && one.endBeganMs() > killedMs)
                        .map(one -> one.toldMs() - killedMs)
                        .min(Long::compare)
                        .stream())
                .mapToLong(ms -> ms)
                .max();
    }
}
