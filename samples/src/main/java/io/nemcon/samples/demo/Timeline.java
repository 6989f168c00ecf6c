package io.nemcon.samples.demo;

import io.nemcon.samples.demo.bank.Notes;
import io.nemcon.samples.demo.database.Databases;
import io.nemcon.samples.demo.process.AppProcess;
import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.NodeProcess;
import io.nemcon.samples.demo.process.TmGroup;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What happens while the apps work: the leader dies, then an app. The demo's main thread alone. */
final class Timeline {

    private static final double LEADER_DIES_AT = 0.4;
    private static final double APP_DIES_AT = 0.65;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration COMMITS_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RESOLVE_POLL = Duration.ofMillis(10);
    private static final Duration RESOLVE_TIMEOUT = Duration.ofSeconds(30);

    private final Screen screen;
    private final TmGroup group;
    private final List<AppProcess> apps;
    private final Databases databases;
    private final int underWayMax;
    private final long beganNs = System.nanoTime();
    private final List<LeaderKill> leaderKills = new ArrayList<>();
    private final List<AppKill> appKills = new ArrayList<>();

    /** @param underWayMax how many transfers all apps together may have begun and not ended */
    Timeline(Screen screen, TmGroup group, List<AppProcess> apps, Databases databases, int underWayMax) {
        this.screen = screen;
        this.group = group;
        this.apps = List.copyOf(apps);
        this.databases = databases;
        this.underWayMax = underWayMax;
    }

    /** @throws IOException if a process ended that nobody killed */
    void run(Duration length, boolean killLeader, boolean killApp)
            throws IOException, SQLException, InterruptedException {
        if (killLeader) {
            waitUntil(length, LEADER_DIES_AT);
            killLeader();
        }
        if (killApp) {
            waitUntil(length, APP_DIES_AT);
            killApp(apps.get(apps.size() - 1));
        }
        waitUntil(length, 1);
    }

    List<LeaderKill> leaderKills() {
        return List.copyOf(leaderKills);
    }

    List<AppKill> appKills() {
        return List.copyOf(appKills);
    }

    private void killLeader() throws IOException, InterruptedException {
        NodeProcess leader = awaitLeader();
        long sentMs = System.currentTimeMillis();
        leader.process().kill();
        leaderKills.add(new LeaderKill(leader.name(), sentMs, System.currentTimeMillis()));
        tell("SIGKILL to the leader, " + leader.name() + " (pid "
                + leader.process().pid() + ")");
    }

    private NodeProcess awaitLeader() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LEADER_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<NodeProcess> leader = group.leader();
            if (leader.isPresent()) {
                return leader.get();
            }
            requireAllAlive();
        }
        throw new IOException("no TM node said within " + LEADER_TIMEOUT.toSeconds() + " s that it leads");
    }

    private void killApp(AppProcess app) throws IOException, SQLException, InterruptedException {
        long sentNs = System.nanoTime();
        app.process().kill();
        tell("SIGKILL to " + app.name() + " (pid " + app.process().pid() + "), which is not started again");
        Notes notes = app.notes();
        OptionalLong resolveMs = awaitNothingLeft(app.name(), notes.sessionPrefixes(), sentNs);
        appKills.add(new AppKill(app.name(), notes.unanswered().size(), resolveMs));
        resolveMs.ifPresent(ms -> tell("no prepared branch of " + app.name() + " is left"));
    }

    private OptionalLong awaitNothingLeft(String app, Set<String> sessionPrefixes, long sentNs)
            throws SQLException, InterruptedException {
        while (System.nanoTime() - sentNs < RESOLVE_TIMEOUT.toNanos()) {
            if (databases.nothingLeftOf(app, sessionPrefixes)) {
                return OptionalLong.of((System.nanoTime() - sentNs) / 1_000_000);
            }
            Thread.sleep(RESOLVE_POLL.toMillis());
        }
        return OptionalLong.empty();
    }

    private void waitUntil(Duration length, double part) throws IOException, InterruptedException {
        long untilNs = beganNs + (long) (length.toNanos() * part);
        while (System.nanoTime() < untilNs) {
            requireAllAlive();
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    private void requireAllAlive() throws IOException {
        List<ChildProcess> all = new ArrayList<>(group.processes());
        apps.forEach(app -> all.add(app.process()));
        for (ChildProcess process : all) {
            if (process.endedByItself()) {
                throw new IOException("a process ended that nobody had killed: " + process.obituary());
            }
        }
    }

    private void tell(String what) {
        screen.say(String.format(Locale.ROOT, "%6.1f s   %s", (System.nanoTime() - beganNs) / 1e9, what));
    }
}
