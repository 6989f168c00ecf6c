package io.nemcon.samples.demo;

import io.nemcon.samples.demo.app.AppConfig;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.Notes;
import io.nemcon.samples.demo.bank.Verdict;
import io.nemcon.samples.demo.bank.Verifier;
import io.nemcon.samples.demo.database.Databases;
import io.nemcon.samples.demo.database.H2Databases;
import io.nemcon.samples.demo.database.ServerDatabases;
import io.nemcon.samples.demo.database.ServerKind;
import io.nemcon.samples.demo.process.AppProcess;
import io.nemcon.samples.demo.process.TmGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run: databases, TM nodes and apps are started, apps work while {@link Timeline} kills, then all is counted. One thread.
 *
 * <p>Whatever it starts it hands to the {@link Teardown}, which outlives it.
 */
final class Demo {

    private static final int APPS = 2;
    private static final int ACCOUNTS = 1_000;
    private static final long BALANCE_EACH = 1_000;
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
    /** Longer than a transaction may take, so that a thread whose transaction is stuck is told so, and notes it. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(75);

    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration QUIET_POLL = Duration.ofMillis(50);

    private final DemoOptions options;
    private final Path folder;
    private final Screen screen;
    private final Teardown teardown;

    Demo(DemoOptions options, Path folder, Screen screen, Teardown teardown) {
        this.options = options;
        this.folder = folder;
        this.screen = screen;
        this.teardown = teardown;
    }

    /** @throws IOException if something did not start, or ended that nobody had killed; the message is for people */
    DemoResult run() throws IOException, SQLException, InterruptedException {
        screen.say("Starting " + databasesInWords() + " ...");
        Databases databases = teardown.add(startDatabases());
        for (BankDatabase database : databases.both()) {
            database.create(ACCOUNTS, BALANCE_EACH);
        }
        screen.say("Starting " + options.nodes() + (options.nodes() == 1 ? " TM node ..." : " TM nodes ..."));
        TmGroup group = teardown.add(TmGroup.start(folder, options.nodes()));
        screen.say("Starting " + APPS + " apps, " + options.threads() + " threads each ...");
        List<AppProcess> apps = startApps(databases, group.endpoints());
        return run(databases, group, apps);
    }

    private String databasesInWords() {
        return switch (options.db()) {
            case h2 -> "two H2 databases";
            case mariadb -> ServerKind.describe(ServerKind.MARIADB, ServerKind.MARIADB);
            case postgresql -> ServerKind.describe(ServerKind.POSTGRESQL, ServerKind.POSTGRESQL);
        };
    }

    private Databases startDatabases() throws IOException {
        return switch (options.db()) {
            case h2 -> H2Databases.start(folder);
            case mariadb -> startServers(ServerKind.MARIADB);
            case postgresql -> startServers(ServerKind.POSTGRESQL);
        };
    }

    private Databases startServers(ServerKind kind) throws IOException {
        return ServerDatabases.start(folder, APPS * options.threads(), kind, kind);
    }

    private List<AppProcess> startApps(Databases databases, String endpoints) throws IOException, InterruptedException {
        List<AppProcess> apps = new ArrayList<>();
        for (int i = 1; i <= APPS; i++) {
            apps.add(teardown.add(AppProcess.start(appConfig("app-" + i, databases, endpoints), folder)));
        }
        for (AppProcess app : apps) {
            app.awaitReady(READY_TIMEOUT);
        }
        return apps;
    }

    private AppConfig appConfig(String name, Databases databases, String endpoints) {
        return new AppConfig(
                name,
                endpoints,
                databases.login(databases.both().get(0), name),
                databases.login(databases.both().get(1), name),
                options.threads(),
                ACCOUNTS,
                folder.resolve(name + ".notes"));
    }

    private DemoResult run(Databases databases, TmGroup group, List<AppProcess> apps)
            throws IOException, SQLException, InterruptedException {
        long moneyBefore = money(databases);
        screen.say("They move money between random accounts of the two databases for " + options.seconds() + " s.");
        boolean killLeader = killsLeader();
        boolean killApp = killsApp(databases);
        long beganNs = System.nanoTime();
        apps.forEach(AppProcess::go);
        Timeline timeline = new Timeline(screen, group, apps, databases, APPS * options.threads());
        try (LiveLine live = teardown.add(new LiveLine(screen, group, apps, databases))) {
            live.start();
            timeline.run(Duration.ofSeconds(options.seconds()), killLeader, killApp);
            stop(apps);
        }
        Duration worked = Duration.ofNanos(System.nanoTime() - beganNs);
        int inDoubtLeft = awaitQuiet(databases);
        List<Notes> notes = new ArrayList<>();
        for (AppProcess app : apps) {
            notes.add(app.notes());
        }
        Verdict verdict =
                new Verifier(databases.both().get(0), databases.both().get(1)).verify(moneyBefore, notes, inDoubtLeft);
        return DemoResult.of(verdict, worked, notes, timeline.leaderKills(), timeline.appKills());
    }

    private boolean killsLeader() {
        if (options.kill().leader() && options.nodes() == 1) {
            screen.say("The leader is not killed: it is the only TM node, and nobody could take over.");
            return false;
        }
        return options.kill().leader();
    }

    private boolean killsApp(Databases databases) {
        if (options.kill().app() && !databases.whyNoAppKill().isEmpty()) {
            screen.say("No app is killed: " + databases.whyNoAppKill() + ".");
            return false;
        }
        return options.kill().app();
    }

    private static long money(Databases databases) throws SQLException {
        long money = 0;
        for (BankDatabase database : databases.both()) {
            money += database.money();
        }
        return money;
    }

    /** They finish what they have begun. */
    private void stop(List<AppProcess> apps) throws IOException, InterruptedException {
        apps.forEach(AppProcess::stop);
        for (AppProcess app : apps) {
            if (!app.process().awaitEnd(STOP_TIMEOUT)) {
                throw new IOException(app.name() + " was told to stop and did not within " + STOP_TIMEOUT.toSeconds()
                        + " s: " + app.process().obituary());
            }
        }
    }

    /** Waits a while for what is still prepared; returns how much is left then. */
    private int awaitQuiet(Databases databases) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        int prepared = databases.prepared();
        while (prepared > 0 && System.nanoTime() < deadline) {
            Thread.sleep(QUIET_POLL.toMillis());
            prepared = databases.prepared();
        }
        return prepared;
    }
}
