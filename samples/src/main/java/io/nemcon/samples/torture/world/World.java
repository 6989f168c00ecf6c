package io.nemcon.samples.torture.world;

import io.nemcon.node.NodeStatus;
import io.nemcon.node.log.Role;
import io.nemcon.samples.demo.Teardown;
import io.nemcon.samples.demo.app.Counts;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.database.BankServer;
import io.nemcon.samples.demo.database.ServerDatabases;
import io.nemcon.samples.demo.process.FreePorts;
import io.nemcon.samples.demo.process.Leaders;
import io.nemcon.samples.torture.app.AppConfig;
import io.nemcon.samples.torture.app.Lists;
import io.nemcon.samples.torture.history.History;
import io.nemcon.samples.torture.plan.Cast;
import io.nemcon.samples.torture.proxy.Link;
import io.nemcon.samples.torture.proxy.Proxy;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that runs: two databases, three TM nodes, apps and an agent, and a proxy on the way from each to each. Its parts may
 * be struck from several threads, each part from one at a time.
 */
public final class World {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int ACCOUNTS = 500;
    private static final long BALANCE_EACH = 1_000;
    private static final int THREADS = 4;
    /** Of all apps together, and of lives of theirs whose connections are still there. */
    private static final int CLIENTS = 60;

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final long ELEMENTS_A_LIFE = 1_000_000;
    private static final int LIVES_MAX = 10_000;

    private final Teardown teardown;
    private final Cast cast;
    private final Path folder;
    private final Leaders leaders;
    private final List<String> jvmOptions;
    private final ServerDatabases databases;
    private final Lists lists;
    private final Map<String, DatabaseSeat> banks = new LinkedHashMap<>();
    private final Map<String, NodeSeat> nodes = new LinkedHashMap<>();
    private final Map<String, AppSeat> apps = new LinkedHashMap<>();
    /** Of nodes by their name, of databases by {@code caller>database}. */
    private final Map<String, Proxy> proxies = new HashMap<>();

    private World(Teardown teardown, Setting setting, Path folder) throws IOException {
        this.teardown = teardown;
        this.cast = setting.cast();
        this.jvmOptions = setting.jvmOptions();
        this.folder = folder;
        this.leaders = teardown.add(new Leaders());
        this.databases =
                teardown.add(ServerDatabases.start(folder, CLIENTS, setting.firstDatabase(), setting.secondDatabase()));
        this.lists = Lists.lasting(setting.length());
    }

    /** Starts everything, and waits until the apps work. */
    public static World start(Teardown teardown, Setting setting, Path folder)
            throws IOException, SQLException, InterruptedException {
        World world = new World(teardown, setting, folder);
        world.createBanks();
        world.startNodes();
        world.startApps();
        return world;
    }

    private void createBanks() throws SQLException {
        for (BankServer server : databases.servers()) {
            BankDatabase bank = server.bank();
            bank.create(ACCOUNTS, BALANCE_EACH);
            try (Connection connection = bank.plain().getConnection()) {
                lists.create(connection);
            }
            banks.put(bank.name(), teardown.add(new DatabaseSeat(server)));
        }
    }

    private void startNodes() throws IOException, InterruptedException {
        List<WireEndpoint> own = FreePorts.find(cast.nodes().size()).stream()
                .map(World::endpoint)
                .toList();
        for (int i = 0; i < own.size(); i++) {
            proxies.put(
                    cast.nodes().get(i), teardown.add(Proxy.ofFrames(own.get(i).port())));
        }
        List<WireEndpoint> group = cast.nodes().stream().map(this::proxyOfNode).toList();
        for (int i = 0; i < own.size(); i++) {
            String name = cast.nodes().get(i);
            nodes.put(
                    name, teardown.add(NodeSeat.start(name, own.get(i), proxyOfNode(name), group, folder, jvmOptions)));
        }
        await("a TM node leads", () -> leader().isPresent());
    }

    private WireEndpoint proxyOfNode(String name) {
        return endpoint(proxy(name).port());
    }

    private static WireEndpoint endpoint(int port) {
        return new WireEndpoint(LOOPBACK, port);
    }

    private void startApps() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(cast.apps());
        names.add(cast.agent());
        for (String name : names) {
            for (BankServer server : databases.servers()) {
                proxies.put(way(name, server), teardown.add(Proxy.ofStream(server.port(), name)));
            }
            int number = names.indexOf(name) + 1;
            apps.put(name, teardown.add(AppSeat.start(name, life -> config(name, number, life), folder, jvmOptions)));
        }
        await("all apps are ready", () -> apps.values().stream().allMatch(AppSeat::isUp));
    }

    private AppConfig config(String name, int number, int life) {
        String lifeName = name + "." + life;
        return new AppConfig(
                lifeName,
                cast.nodes().stream()
                        .map(this::proxyOfNode)
                        .map(WireEndpoint::toString)
                        .collect(Collectors.joining(",")),
                login(databases.servers().get(0), name, lifeName),
                login(databases.servers().get(1), name, lifeName),
                name.equals(cast.agent()) ? 0 : THREADS,
                ACCOUNTS,
                lists,
                ((long) number * LIVES_MAX + life) * ELEMENTS_A_LIFE,
                folder.resolve(lifeName + History.FILE_END));
    }

    private static String way(String caller, BankServer server) {
        return caller + ">" + server.bank().name();
    }

    private BankLogin login(BankServer server, String name, String lifeName) {
        return server.login(lifeName, proxy(way(name, server)).port());
    }

    private Proxy proxy(String name) {
        return Objects.requireNonNull(proxies.get(name), name);
    }

    /** Something that will be so, or the run fails. */
    interface Condition {
        boolean holds();
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!condition.holds()) {
            List<String> obituaries = obituaries();
            if (!obituaries.isEmpty()) {
                throw new IOException(obituaries.get(0));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "not within " + START_TIMEOUT.toSeconds() + " s: " + what + "; the logs are in " + folder);
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    Cast cast() {
        return cast;
    }

    /** Who leads, as far as the nodes that answer say. */
    Optional<NodeSeat> leader() {
        List<NodeSeat> alive =
                nodes.values().stream().filter(node -> node.process().isAlive()).toList();
        return leaders.find(alive.stream().map(NodeSeat::endpoint).toList()).flatMap(leader -> alive.stream()
                .filter(node -> node.endpoint().equals(leader))
                .findFirst());
    }

    AppSeat app(String name) {
        return Objects.requireNonNull(apps.get(name), name);
    }

    NodeSeat node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    /** A node or an app. */
    ProcessSeat process(String name) {
        NodeSeat node = nodes.get(name);
        return node == null ? app(name) : node;
    }

    /** Anybody who can be struck. */
    Seat seat(String name) {
        DatabaseSeat bank = banks.get(name);
        return bank == null ? process(name) : bank;
    }

    Link link(String from, String to) {
        return banks.containsKey(to)
                ? proxy(from + ">" + to).link(from)
                : proxy(to).link(from);
    }

    /** Whether a life of an app has left nothing, asked of the databases directly. */
    boolean nothingLeftOf(String life, Set<String> sessionPrefixes) throws SQLException {
        return databases.nothingLeftOf(life, sessionPrefixes);
    }

    /** How those ended that nobody had asked to. */
    public List<String> obituaries() {
        return seats().map(Seat::obituary).filter(text -> !text.isEmpty()).toList();
    }

    private Stream<Seat> seats() {
        return Stream.of(banks.values(), nodes.values(), apps.values()).flatMap(some -> some.stream());
    }

    /** What the apps were told so far. */
    public Counts counts() {
        Counts sum = Counts.NONE;
        for (AppSeat app : apps.values()) {
            Counts one = app.counts();
            sum = new Counts(
                    sum.committed() + one.committed(),
                    sum.rolledBack() + one.rolledBack(),
                    sum.unknown() + one.unknown());
        }
        return sum;
    }

    /** Everybody is there, runs, and reaches everybody else. */
    public void heal() throws IOException {
        for (Proxy proxy : proxies.values()) {
            proxy.clear();
        }
        for (Seat seat : seats().toList()) {
            seat.resume();
            seat.startAgain();
        }
    }

    /** The apps end what they have begun; the agent goes on. */
    public void stopWork() throws IOException, InterruptedException {
        for (String name : cast.apps()) {
            app(name).stopWork();
        }
        await("the apps have ended", () -> cast.apps().stream()
                .noneMatch(name -> app(name).process().isAlive()));
    }

    /** The names of all branches that are prepared now, by database. */
    public Map<String, List<String>> prepared() throws SQLException {
        Map<String, List<String>> prepared = new LinkedHashMap<>();
        for (BankServer server : databases.servers()) {
            prepared.put(server.bank().name(), server.prepared());
        }
        return prepared;
    }

    /**
     * Crashes and starts again each database that may keep prepared branches to itself, so that it tells them.
     *
     * @return whether there is such a database
     */
    public boolean reveal() throws IOException {
        boolean any = false;
        for (DatabaseSeat bank : banks.values()) {
            if (bank.server().mayHidePrepared()) {
                bank.kill();
                bank.startAgain();
                any = true;
            }
        }
        return any;
    }

    /** What the leader says of the ledger; empty if none answers. */
    public Optional<NodeStatus> ledger() {
        return leaders.statuses(nodes.values().stream().map(NodeSeat::endpoint).toList()).values().stream()
                .filter(status -> status.role() == Role.LEADER)
                .max(Comparator.comparingLong(NodeStatus::term));
    }

    /** How many transactions each app that works was told committed so far. */
    public Map<String, Long> committed() {
        Map<String, Long> committed = new LinkedHashMap<>();
        cast.apps().forEach(name -> committed.put(name, app(name).counts().committed()));
        return committed;
    }

    public List<Path> histories() {
        return apps.values().stream().flatMap(app -> app.histories().stream()).toList();
    }

    /** First the first one's. */
    public List<BankDatabase> banks() {
        return databases.both();
    }

    /** The sum there was in the beginning. */
    public long moneyBefore() {
        return 2L * ACCOUNTS * BALANCE_EACH;
    }
}
