package io.nemcon.samples.indoubt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.database.BankServer;
import io.nemcon.samples.demo.database.ServerDatabases;
import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.Signals;
import io.nemcon.samples.demo.process.TmGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything loses power at once, with many branches in doubt, and comes back: nodes, agent, app and both databases. */
class PowerLossTest {

    /** In both databases together; 10,000 is what scenario 63 asks for. */
    private static final int BRANCHES = Integer.getInteger("powerloss.branches", 200);

    /** Nobody hears a connection die, so the sessions of app and agent last so long after a node leads again. */
    private static final Duration TTL = Duration.ofSeconds(2);

    private static final List<String> SETTINGS = List.of("session.ttl=2s");

    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> JVM =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

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

    // Scenario 63; with 24 and 95 in it: what was prepared is prepared after the crash, what was decided stays decided.
    @Test
    void everyBranchInDoubtIsResolvedAsDecidedAfterAllLostPowerAtOnce() throws Exception {
        Site site = open(Site.start(folder, BRANCHES, NODES));
        ServerDatabases databases = site.databases();
        for (BankDatabase bank : databases.both()) {
            bank.create(BRANCHES, Balances.EACH);
        }
        TmGroup group = site.group();
        List<BankLogin> agentLogins = site.logins("agent");
        AgentProcess agent = open(AgentProcess.start("agent", group.endpoints(), agentLogins, SETTINGS, folder));
        agent.awaitActive(agentLogins);
        // It would have the app asked about what is pending for longer than some seconds.
        Signals.STOP.send(List.of(agent.process().pid()));
        List<BankLogin> logins = site.logins("app");
        InDoubtProcess app = open(InDoubtProcess.start(
                new InDoubtConfig("app", group.endpoints(), logins.get(0), logins.get(1), BRANCHES, TTL), folder));
        app.decide();
        assertThat(databases.prepared()).isEqualTo(BRANCHES);

        List<ChildProcess> java = new ArrayList<>(group.processes());
        java.add(agent.process());
        java.add(app.process());
        losePower(databases, java);
        long backNs = System.nanoTime();
        for (BankServer server : databases.servers()) {
            server.lives().startAgain();
        }
        for (Path config : nodeConfigs()) {
            opened.add(0, nodeAgain(config)::kill);
        }
        open(AgentProcess.start("agent", group.endpoints(), agentLogins, SETTINGS, folder));

        await().atMost(PATIENCE)
                .ignoreExceptions() // a database that is still starting
                .until(() -> databases.prepared() == 0);
        System.out.printf(
                "%d branches in doubt resolved %.1f s after power came back%n",
                BRANCHES, (System.nanoTime() - backNs) / 1e9);
        assertThat(Balances.areAsDecided(databases, BRANCHES)).isTrue();
    }

    /** First the signal to all of them, then the waiting. */
    private static void losePower(ServerDatabases databases, List<ChildProcess> java) {
        List<Long> pids = new ArrayList<>();
        databases.servers().forEach(server -> pids.addAll(server.lives().pids()));
        java.forEach(process -> pids.add(process.pid()));
        pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).forEach(ProcessHandle::destroyForcibly);
        databases.servers().forEach(server -> server.lives().crash());
        java.forEach(ChildProcess::kill);
    }

    private List<Path> nodeConfigs() throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            List<Path> all = files.filter(file -> file.getFileName().toString().matches("tm-\\d\\.properties"))
                    .sorted()
                    .toList();
            return all.subList(all.size() - NODES, all.size()); // an earlier attempt had no ports
        }
    }

    /** As it was started first, on its data. */
    private static ChildProcess nodeAgain(Path config) throws IOException {
        Path log = Path.of(config.toString().replace(".properties", "-again.log"));
        ChildProcess process = ChildProcess.start(
                "node-again",
                log,
                JVM,
                "io.nemcon.samples.NemconCommand",
                List.of("server", "--config", config.toString()));
        process.ignoreOutput();
        return process;
    }
}
