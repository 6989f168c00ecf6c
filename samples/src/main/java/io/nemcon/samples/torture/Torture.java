package io.nemcon.samples.torture;

import io.nemcon.core.id.Gtrid;
import io.nemcon.samples.demo.Teardown;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.demo.database.ServerKind;
import io.nemcon.samples.torture.app.Lists;
import io.nemcon.samples.torture.check.Anomaly;
import io.nemcon.samples.torture.check.Checker;
import io.nemcon.samples.torture.check.Found;
import io.nemcon.samples.torture.history.History;
import io.nemcon.samples.torture.plan.Cast;
import io.nemcon.samples.torture.plan.FaultPlan;
import io.nemcon.samples.torture.report.Logs;
import io.nemcon.samples.torture.report.Stories;
import io.nemcon.samples.torture.world.FaultRunner;
import io.nemcon.samples.torture.world.Setting;
import io.nemcon.samples.torture.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** What a run says that broke off for that reason. */
    static final String ENDED_BY_ITSELF = "a process ended that nobody had ended";

    private static final int STORIES_MAX = 5;
    private static final Pattern GTRID = Pattern.compile("[0-9a-f]{" + 2 * Gtrid.LENGTH_BYTES + "}");

    private final FaultPlan plan;
    private final Setting setting;
    private final Path folder;
    private final Progress progress;
    private final Teardown teardown;

    Torture(FaultPlan plan, Setting setting, Path folder, Progress progress, Teardown teardown) {
        this.plan = plan;
        this.setting = setting;
        this.folder = folder;
        this.progress = progress;
        this.teardown = teardown;
    }

    static FaultPlan plan(long seed, int seconds) {
        return FaultPlan.draw(seed, seconds * 1_000L, CAST);
    }

    /**
     * What a run of this length starts.
     *
     * @param jvmOptions of all nodes and apps, beyond the usual ones
     */
    static Setting setting(Db db, int seconds, List<String> jvmOptions) {
        return new Setting(CAST, db.first(), db.second(), Duration.ofSeconds(seconds), jvmOptions);
    }

    /** @throws IOException if something did not start, or ended that nobody had ended; the message is for people */
    TortureResult run() throws IOException, SQLException, InterruptedException {
        progress.say("Starting " + ServerKind.describe(setting.firstDatabase(), setting.secondDatabase())
                + ", three TM nodes, two apps, an agent, and proxies between them ...");
        World world = World.start(teardown, setting, folder);
        progress.say("Seed " + plan.seed() + ": " + plan.faults().size() + " faults in "
                + setting.length().toSeconds() + " s.");
        FaultRunner faults = teardown.add(new FaultRunner(world, folder));
        faults.start(plan, setting.length());
        progress.begin();
        watch(world, faults, setting.length());
        awaitOver(world, faults);
        progress.say("Everything is healed: links are open, everybody runs.");
        world.heal();
        Healing healing = new Healing(world, progress);
        watch(world, faults, AFTER_HEAL);
        List<String> idle = healing.awaitWork(world.committed());
        requireAlive(world);
        world.stopWork();
        Aftermath aftermath = healing.awaitQuiet(idle);
        requireAlive(world);
        progress.say("Checking ...");
        return judge(world, faults, aftermath);
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
            throw new IOException(ENDED_BY_ITSELF + ": " + String.join("\n", obituaries));
        }
    }

    private void awaitOver(World world, FaultRunner faults) throws IOException, InterruptedException {
        if (!faults.awaitOver(OVERTIME)) {
            throw new IOException("a fault could not be undone within " + OVERTIME.toSeconds() + " s");
        }
        requireAlive(world);
    }

    private TortureResult judge(World world, FaultRunner faults, Aftermath aftermath) throws IOException, SQLException {
        History history = History.read(world.histories());
        Found found = found(world);
        List<Anomaly> anomalies = new Checker(history, found).check();
        Map<String, List<String>> prepared = aftermath.prepared();
        Stories stories = new Stories(history, found, prepared, faults.strikes(), new Logs(folder), faults.beganMs());
        return new TortureResult(
                plan.seed(),
                (int) setting.length().toSeconds(),
                history.count(Told.COMMITTED),
                history.count(Told.ROLLED_BACK),
                history.count(Told.UNKNOWN),
                faults.done(),
                LocalTime.ofInstant(Instant.ofEpochMilli(faults.beganMs()), ZoneId.systemDefault()),
                anomalies,
                stories(anomalies, prepared, stories),
                aftermath,
                faults.failures(),
                failoverMaxMs(history, faults.leaderKills()),
                faults.resolveMs().stream().mapToLong(ms -> ms).max());
    }

    /** Of those that something is wrong with, and of those that are left prepared; not of all, should there be many. */
    private static List<String> stories(List<Anomaly> anomalies, Map<String, List<String>> prepared, Stories stories)
            throws IOException {
        Set<Gtrid> named = new LinkedHashSet<>();
        anomalies.forEach(one -> named.addAll(one.transactions()));
        prepared.values().stream().flatMap(List::stream).forEach(name -> gtridIn(name)
                .ifPresent(named::add));
        List<String> lines = new ArrayList<>();
        for (Gtrid gtrid : named.stream().limit(STORIES_MAX).toList()) {
            lines.add("");
            lines.addAll(stories.of(gtrid));
        }
        if (named.size() > STORIES_MAX) {
            lines.add("");
            lines.add("... and " + (named.size() - STORIES_MAX) + " more transactions.");
        }
        return lines;
    }

    private static Optional<Gtrid> gtridIn(String preparedName) {
        Matcher hex = GTRID.matcher(preparedName);
        return hex.find() ? Optional.ofNullable(Gtrid.parse(hex.group())) : Optional.empty();
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
