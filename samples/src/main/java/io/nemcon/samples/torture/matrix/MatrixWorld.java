package io.nemcon.samples.torture.matrix;

import io.nemcon.node.NodeStatus;
import io.nemcon.node.log.Role;
import io.nemcon.samples.demo.Teardown;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.database.ServerDatabases;
import io.nemcon.samples.demo.database.ServerKind;
import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.FreePorts;
import io.nemcon.samples.demo.process.Leaders;
import io.nemcon.samples.torture.point.AppArguments;
import io.nemcon.samples.torture.point.PointApp;
import io.nemcon.samples.torture.point.PointNode;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes of the matrix: two databases, three TM nodes, an agent, an app that transactions are ordered from, and its
 * mate, that has an agent in it. Serves one cell after the other. One thread.
 */
final class MatrixWorld {

    static final int ACCOUNTS = 600;
    private static final long BALANCE_EACH = 1_000;
    private static final int CLIENTS = 60;
    private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    private final Teardown teardown;
    private final Path folder;
    private final Leaders leaders;
    private final ServerDatabases databases;
    private final Book book = new Book();
    private final Map<WireEndpoint, Seat> nodes = new LinkedHashMap<>();
    private final Seat app;
    private final Seat mate;
    private final Seat agent;

    /** Starts everything and waits until it works. */
    MatrixWorld(Teardown teardown, Path folder) throws IOException, SQLException, InterruptedException {
        this.teardown = teardown;
        this.folder = folder;
        this.leaders = teardown.add(new Leaders());
        this.databases =
                teardown.add(ServerDatabases.start(folder, CLIENTS, ServerKind.POSTGRESQL, ServerKind.POSTGRESQL));
        for (BankDatabase bank : databases.both()) {
            create(bank);
        }
        startNodes();
        awaitLeader();
        this.agent = startClient("agent", true);
        agent.awaitReady(); // first of all agents, so the active one
        this.app = startClient("app", false);
        this.mate = startClient("mate", true);
        awaitWhole();
    }

    private static void create(BankDatabase bank) throws SQLException {
        bank.create(ACCOUNTS, BALANCE_EACH);
        try (Connection connection = bank.plain().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE refused (account INT REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED)");
        }
    }

    private void startNodes() throws IOException {
        List<WireEndpoint> group = FreePorts.find(3).stream()
                .map(port -> new WireEndpoint("127.0.0.1", port))
                .toList();
        for (WireEndpoint endpoint : group) {
            String name = "tm-" + (nodes.size() + 1);
            Path config = configOf(name, endpoint, group);
            Seat.Launch launch = (life, armed) -> {
                List<String> arguments = new ArrayList<>(List.of(config.toString()));
                arguments.addAll(armed);
                return launch(name, life, PointNode.class, arguments);
            };
            nodes.put(endpoint, teardown.add(new Seat(name, launch, (life, line) -> {})));
        }
    }

    private Path configOf(String name, WireEndpoint endpoint, List<WireEndpoint> group) throws IOException {
        Path config = folder.resolve(name + ".properties");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "node.name=" + name,
                        "node.listen=" + endpoint,
                        "group.name=matrix",
                        "group.nodes="
                                + group.stream().map(WireEndpoint::toString).collect(Collectors.joining(",")),
                        "data.folder=" + dataOf(name).toString().replace("\\", "\\\\"),
                        "raft.electionTimeout=500ms",
                        "raft.maxElectionDelay=250ms",
                        ""),
                StandardCharsets.UTF_8);
        return config;
    }

    private Path dataOf(String node) {
        return folder.resolve(node);
    }

    private Seat startClient(String name, boolean hasAgent) throws IOException {
        Seat.Launch launch = (life, armed) -> {
            BankLogin first = databases.login(banks().get(0), life);
            BankLogin second = databases.login(banks().get(1), life);
            AppArguments config = new AppArguments(
                    life,
                    nodes.keySet().stream().map(WireEndpoint::toString).collect(Collectors.joining(",")),
                    first.url(),
                    second.url(),
                    first.user(),
                    first.password(),
                    hasAgent);
            List<String> arguments = new ArrayList<>(config.toList());
            arguments.addAll(armed);
            return launch(name, life, PointApp.class, arguments);
        };
        return teardown.add(new Seat(name, launch, book::hear));
    }

    private ChildProcess launch(String name, String life, Class<?> main, List<String> arguments) throws IOException {
        return ChildProcess.start(life, folder.resolve(name + ".log"), JVM_OPTIONS, main.getName(), arguments);
    }

    Book book() {
        return book;
    }

    Seat app() {
        return app;
    }

    Seat mate() {
        return mate;
    }

    Seat agent() {
        return agent;
    }

    List<BankDatabase> banks() {
        return databases.both();
    }

    long money() throws SQLException {
        return banks().get(0).money() + banks().get(1).money();
    }

    int prepared() throws SQLException {
        return databases.prepared();
    }

    private List<Seat> clients() {
        return List.of(agent, app, mate);
    }

    /** Starts who is dead, and waits until all work and one node leads. */
    void awaitWhole() throws IOException, InterruptedException {
        List<Seat> all =
                Stream.concat(nodes.values().stream(), clients().stream()).toList();
        for (Seat seat : all) {
            seat.startIfDead();
        }
        for (Seat seat : all) {
            seat.awaitReady();
        }
        awaitLeader();
    }

    /** Nothing happens at any point any more. */
    void disarmAll() throws InterruptedException {
        for (Seat seat :
                Stream.concat(nodes.values().stream(), clients().stream()).toList()) {
            if (seat.isAlive()) {
                seat.child().disarm();
            }
        }
    }

    /** Whether the life that began it goes on. */
    boolean lives(Entry entry) {
        return clients().stream()
                .map(seat -> seat.child().process())
                .anyMatch(process -> process.name().equals(entry.process()) && process.isAlive());
    }

    Seat awaitLeader() throws IOException, InterruptedException {
        return node(awaitLeaderEndpoint());
    }

    private WireEndpoint awaitLeaderEndpoint() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LEADER_TIMEOUT.toNanos();
        while (true) {
            Optional<WireEndpoint> found = leaders.find(nodes.keySet());
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("no node leads after " + LEADER_TIMEOUT.toSeconds() + " s");
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    Seat node(WireEndpoint endpoint) {
        return Objects.requireNonNull(nodes.get(endpoint));
    }

    /** Those that do not lead now. */
    List<WireEndpoint> followers() throws IOException, InterruptedException {
        WireEndpoint leader = awaitLeaderEndpoint();
        return nodes.keySet().stream().filter(one -> !one.equals(leader)).toList();
    }

    /** What the leader says of the ledger; empty if none answers now. */
    Optional<NodeStatus> ledger() {
        return leaders.statuses(nodes.keySet()).values().stream()
                .filter(status -> status.role() == Role.LEADER)
                .max(Comparator.comparingLong(NodeStatus::term));
    }

    /** Everybody is asked how they are. */
    void askAll() {
        leaders.statuses(nodes.keySet());
    }

    /** Whether a snapshot of this node is on its disk, by its own name for the folder. */
    boolean hasSnapshot(Seat node) throws IOException {
        try (Stream<Path> files = Files.walk(dataOf(node.name()))) {
            return files.anyMatch(file -> file.getFileName().toString().matches("snapshot_\\d+"));
        }
    }

    /** How those ended that nobody had ended. */
    List<String> obituaries() {
        return Stream.concat(nodes.values().stream(), clients().stream())
                .map(seat -> seat.child().process())
                .filter(ChildProcess::endedByItself)
                .map(ChildProcess::obituary)
                .toList();
    }
}
