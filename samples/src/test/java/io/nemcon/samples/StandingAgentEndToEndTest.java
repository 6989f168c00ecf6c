package io.nemcon.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.samples.demo.app.AppConfig;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.database.ServerDatabases;
import io.nemcon.samples.demo.database.ServerKind;
import io.nemcon.samples.demo.process.AppProcess;
import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.TmGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents in processes of their own, real databases, and no application that survives. */
class StandingAgentEndToEndTest {

    private static final List<String> JVM = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ACCOUNTS = 200;
    private static final long BALANCE_EACH = 1_000;
    private static final int THREADS = 8;
    private static final int LIVES_MAX = 10;

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private ServerDatabases databases;
    private TmGroup group;
    private int lives;

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    // Scenario 20, with no application left: the active agent dies as well, and the one in waiting takes over.
    @Test
    void whatKilledAppsLeftIsFinishedByAgentsAloneAlsoAfterTheActiveOneWasKilled() throws Exception {
        databases = open(ServerDatabases.start(folder, 4 * THREADS, ServerKind.POSTGRESQL, ServerKind.POSTGRESQL));
        for (BankDatabase bank : databases.both()) {
            bank.create(ACCOUNTS, BALANCE_EACH);
        }
        group = open(TmGroup.start(folder, 1));
        ChildProcess first = open(agent("agent-1"));
        awaitLine("agent-1", "active agent of resource bank-a");
        awaitLine("agent-1", "active agent of resource bank-b");
        ChildProcess second = open(agent("agent-2"));
        awaitLine("agent-2", "recovers resource bank-a");
        awaitLine("agent-2", "recovers resource bank-b");

        killAppsUntilOneLeavesSomething();
        awaitQuiet();

        first.kill();
        killAppsUntilOneLeavesSomething();
        awaitQuiet();
        assertThat(Files.readString(folder.resolve("agent-2.log")))
                .contains("active agent of resource bank-a", "active agent of resource bank-b");
        assertThat(second.isAlive()).isTrue();
        assertThat(money()).isEqualTo(2L * ACCOUNTS * BALANCE_EACH);
    }

    private ChildProcess agent(String name) throws Exception {
        Path config = folder.resolve(name + ".properties");
        List<String> lines = new ArrayList<>(List.of("agent.name=" + name, "group.nodes=" + group.endpoints()));
        for (BankDatabase bank : databases.both()) {
            lines.add("resource." + bank.name() + ".url="
                    + databases.login(bank, name).url());
            lines.add("resource." + bank.name() + ".user="
                    + databases.login(bank, name).user());
        }
        Files.write(config, lines);
        List<String> options = new ArrayList<>(JVM);
        options.add("-Dnemcon.log.level=INFO");
        ChildProcess process = ChildProcess.start(
                name,
                folder.resolve(name + ".log"),
                options,
                "io.nemcon.samples.NemconCommand",
                List.of("agent", "--config", config.toString()));
        process.ignoreOutput();
        return process;
    }

    private void awaitLine(String process, String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readString(folder.resolve(process + ".log")))
                .contains(text));
    }

    /** A kill may hit a moment at which nothing is prepared. */
    private void killAppsUntilOneLeavesSomething() throws Exception {
        for (int i = 0; i < LIVES_MAX; i++) {
            AppProcess app = open(AppProcess.start(appConfig("app-" + ++lives), folder));
            app.awaitReady(PATIENCE);
            app.go();
            await().atMost(PATIENCE).until(() -> app.counts().committed() > 20);
            app.process().kill();
            if (databases.prepared() > 0) {
                return;
            }
        }
        throw new AssertionError("none of " + LIVES_MAX + " killed apps left a prepared branch");
    }

    private void awaitQuiet() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(databases.prepared())
                .as("branches left prepared")
                .isZero());
    }

    private AppConfig appConfig(String name) {
        return new AppConfig(
                name,
                group.endpoints(),
                databases.login(databases.both().get(0), name),
                databases.login(databases.both().get(1), name),
                THREADS,
                ACCOUNTS,
                folder.resolve(name + ".notes"));
    }

    private long money() throws Exception {
        long money = 0;
        for (BankDatabase bank : databases.both()) {
            money += bank.money();
        }
        return money;
    }
}
