package io.nemcon.samples.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.samples.demo.database.BankServer;
import io.nemcon.samples.demo.database.ServerKind;
import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.demo.process.TmGroup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Order, stock and payment as three processes with three databases, two PostgreSQL and a MariaDB: each is killed with SIGKILL at each
 * of its steps, and the leader at a vote; an order is in all three databases or in none, as its caller was told.
 */
class ThreeServicesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> JVM = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final List<String> OF_OWNER = List.of(
            "CLIENT_BEFORE_PREPARE",
            "CLIENT_PREPARED",
            "CLIENT_BEFORE_DECIDE",
            "CLIENT_DECIDED",
            "CLIENT_BEFORE_COMMIT",
            "CLIENT_COMMITTED");
    private static final List<String> OF_JOINED = List.of(
            "CLIENT_BEFORE_JOIN",
            "CLIENT_JOINED",
            "CLIENT_BEFORE_PREPARE",
            "CLIENT_PREPARED",
            "CLIENT_BEFORE_VOTE",
            "CLIENT_VOTED",
            "CLIENT_BEFORE_COMMIT",
            "CLIENT_COMMITTED");
    private static final int PIECES = 1_000;
    private static final int CENTS = 500_000;

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<String, BankServer> databases = new LinkedHashMap<>();
    private final Map<String, RunningService> services = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger orders = new AtomicInteger();
    private TmGroup group;
    private int lives;

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @BeforeEach
    void start() throws Exception {
        for (String name : List.of("order", "stock", "payment")) {
            ServerKind kind = name.equals("payment") ? ServerKind.MARIADB : ServerKind.POSTGRESQL;
            databases.put(name, open(kind.start(name + "-db", folder, 20)));
        }
        OrderService.createTables(database("order").bank().plain());
        StockService.createTables(database("stock").bank().plain(), 1, PIECES);
        PaymentService.createTables(database("payment").bank().plain(), 1, CENTS);
        group = open(TmGroup.start(folder, 3));
        open(agent());
        startServices("payment", "stock", "order");
    }

    @AfterEach
    void close() throws Exception {
        for (RunningService service : services.values()) {
            service.close();
        }
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private BankServer database(String name) {
        BankServer server = databases.get(name);
        assertThat(server).isNotNull();
        return server;
    }

    /** So that recovery waits for no service to come back. */
    private ChildProcess agent() throws IOException {
        List<String> lines = new ArrayList<>(List.of("agent.name=agent", "group.nodes=" + group.endpoints()));
        databases.values().forEach(server -> {
            String key = "resource." + server.bank().name();
            lines.add(key + ".url=" + server.login("agent", server.port()).url());
            lines.add(key + ".user=" + server.login("agent", server.port()).user());
        });
        Path config = Files.write(folder.resolve("agent.properties"), lines);
        ChildProcess agent = ChildProcess.start(
                "agent",
                folder.resolve("agent.log"),
                JVM,
                "io.nemcon.samples.NemconCommand",
                List.of("agent", "--config", config.toString()));
        agent.ignoreOutput();
        return agent;
    }

    private void startServices(String... names) throws Exception {
        for (String name : names) {
            RunningService before = services.get(name);
            if (before != null) {
                before.close();
            }
            BankServer server = database(name);
            String callees = name.equals("order")
                    ? "http://127.0.0.1:" + port("stock") + "/take,http://127.0.0.1:" + port("payment") + "/pay"
                    : "";
            String life = name + "-" + ++lives;
            services.put(
                    name,
                    RunningService.start(
                            name,
                            new ServiceConfig(life, group.endpoints(), server.login(life, server.port()), callees),
                            folder));
        }
    }

    private int port(String name) {
        return service(name).port();
    }

    private RunningService service(String name) {
        RunningService service = services.get(name);
        assertThat(service).isNotNull();
        return service;
    }

    /** The status that the caller is told; 0 if the service died under the call. */
    private CompletableFuture<Integer> order(int id) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port("order") + "/order?item=1&customer=1&id=" + id))
                .timeout(PATIENCE)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .handle((answer, failure) -> answer == null ? 0 : answer.statusCode());
    }

    private static int count(BankServer server, String query) throws SQLException {
        try (Connection connection = server.bank().plain().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    private void awaitNothingPrepared() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (BankServer server : databases.values()) {
                assertThat(server.prepared()).as(server.bank().name()).isEmpty();
            }
        });
    }

    /** In all three or in none, and as it was told. */
    private void judge(int id, int told, String what) throws SQLException {
        awaitNothingPrepared();
        int written = count(database("order"), "SELECT COUNT(*) FROM orders WHERE id = " + id);
        assertThat(count(database("stock"), "SELECT COUNT(*) FROM taken WHERE id = " + id))
                .as("%s, told %s: taken from stock where the order is written", what, told)
                .isEqualTo(written);
        assertThat(count(database("payment"), "SELECT COUNT(*) FROM paid WHERE id = " + id))
                .as("%s, told %s: paid where the order is written", what, told)
                .isEqualTo(written);
        if (told == 200 || told == 409) {
            assertThat(written).as("%s, told %s", what, told).isEqualTo(told == 200 ? 1 : 0);
        }
    }

    private void judgeSums() throws SQLException {
        int all = count(database("order"), "SELECT COUNT(*) FROM orders");
        assertThat(count(database("stock"), "SELECT pieces FROM stock WHERE item = 1"))
                .isEqualTo(PIECES - all);
        assertThat(count(database("payment"), "SELECT cents FROM customer WHERE id = 1"))
                .isEqualTo(CENTS - 500 * all);
    }

    private static int get(CompletableFuture<Integer> told) throws InterruptedException, ExecutionException {
        try {
            return told.get(3, TimeUnit.MINUTES);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError("a caller was not told anything", late);
        }
    }

    @Test
    void anOrderIsInAllThreeDatabasesOrInNone() throws Exception {
        int first = orders.incrementAndGet();
        assertThat(get(order(first))).as(service("order").log()).isEqualTo(200);
        judge(first, 200, "an order");
        assertThat(get(order(first))).as("the same once more").isNotEqualTo(200);
        assertThat(count(database("stock"), "SELECT COUNT(*) FROM taken")).isEqualTo(1);
        HttpResponse<String> alone = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("stock") + "/take?id=7&item=1"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(alone.statusCode()).isEqualTo(428);
        assertThat(alone.body()).contains("nemcon-tx is missing");
        judgeSums();
    }

    private record Kill(String victim, String point) {}

    /** All of them with {@code -Dservices.kills=all}; else of each service one early and one late, by {@code -Dservices.seed}. */
    private static List<Kill> kills() {
        boolean all = System.getProperty("services.kills", "").equals("all");
        long seed = Long.getLong("services.seed", 1);
        Random random = new Random(seed);
        List<Kill> kills = new ArrayList<>();
        for (String victim : List.of("order", "stock", "payment")) {
            List<String> points = victim.equals("order") ? OF_OWNER : OF_JOINED;
            int late = points.size() - 3; // from here on it may be decided
            if (all) {
                points.forEach(point -> kills.add(new Kill(victim, point)));
            } else {
                kills.add(new Kill(victim, points.get(random.nextInt(late))));
                kills.add(new Kill(victim, points.get(late + random.nextInt(3))));
            }
        }
        System.out.println("services.seed=" + seed + ": " + kills);
        return kills;
    }

    // Scenarios 4, 5, 7, 8, 9 at the owner; 17, 18, 19, 20, 21, 22 at those who joined.
    @Test
    void whoeverIsKilledAtWhateverStep() throws Exception {
        int committed = 0;
        List<Kill> kills = kills();
        for (Kill kill : kills) {
            String victim = kill.victim();
            int id = orders.incrementAndGet();
            RunningService service = service(victim);
            service.stopAt(kill.point());
            CompletableFuture<Integer> told = order(id);
            assertThat(service.stands(60))
                    .as("%s comes to %s", victim, kill.point())
                    .isTrue();
            service.kill();
            int status = get(told);
            judge(id, status, victim + " killed at " + kill.point());
            committed += count(database("order"), "SELECT COUNT(*) FROM orders WHERE id = " + id);
            if (victim.equals("order")) {
                startServices("order");
            } else {
                startServices(victim, "order");
            }
        }
        assertThat(committed)
                .as("some are killed after the decision, some before it")
                .isBetween(1, kills.size() - 2);
        judgeSums();
        int last = orders.incrementAndGet();
        assertThat(get(order(last))).as(service("order").log()).isEqualTo(200);
    }

    // Scenarios 52, 61: who has joined is in the log, and the next leader asks them all.
    @Test
    void theLeaderIsKilledWhileVotesAreGiven() throws Exception {
        int id = orders.incrementAndGet();
        service("stock").stopAt("CLIENT_BEFORE_VOTE");
        CompletableFuture<Integer> told = order(id);
        assertThat(service("stock").stands(60)).isTrue();
        group.leader().orElseThrow().process().kill();
        service("stock").goOn();
        int status = get(told);
        judge(id, status, "leader killed at a vote");
        assertThat(status).as(service("order").log()).isEqualTo(200);
        judgeSums();
    }
}
