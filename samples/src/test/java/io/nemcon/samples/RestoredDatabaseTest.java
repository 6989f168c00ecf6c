package io.nemcon.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.database.BankServer;
import io.nemcon.samples.demo.database.ServerDatabases;
import io.nemcon.samples.demo.database.ServerKind;
import io.nemcon.samples.demo.process.FreePorts;
import io.nemcon.samples.indoubt.Balances;
import io.nemcon.server.TmServer;
import io.nemcon.server.config.NodeConfig;
import io.nemcon.xa.NemconDataSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two databases is replaced by what a base backup had of it, taken before the last transactions committed; all of those were
 * finished long ago, so that no unfinished branch could tell.
 */
class RestoredDatabaseTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern INCIDENT = Pattern.compile("\"incident\":(\\d+)");
    private static final int ACCOUNTS = 10;
    private static final int BEFORE = 8;
    private static final int AFTER = 6;

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private BankServer first;
    private String node = "";
    private ServerDatabases databases;
    private Nemcon nemcon;
    private NemconDataSource bankA;
    private NemconDataSource bankB;
    private String out = "";

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @BeforeEach
    void start() throws Exception {
        databases = open(ServerDatabases.start(folder, 20, ServerKind.POSTGRESQL, ServerKind.POSTGRESQL));
        for (BankDatabase bank : databases.both()) {
            bank.create(ACCOUNTS, Balances.EACH);
        }
        first = databases.servers().get(0);
        node = "127.0.0.1:" + FreePorts.find(1).get(0);
        TmServer server = open(new TmServer(
                NodeConfig.read(
                        null, Map.of(), List.of("node.listen=" + node, "data.folder=" + folder.resolve("node"))),
                "test"));
        server.start();
        nemcon = open(Nemcon.open(NemconConfig.group(node).name("app").requestTimeout(Duration.ofSeconds(60))));
        bankA = open(dataSource(databases.both().get(0)));
        bankB = open(dataSource(databases.both().get(1)));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private NemconDataSource dataSource(BankDatabase bank) throws SQLException {
        BankLogin login = databases.login(bank, "app");
        return NemconDataSource.builder(nemcon, bank.name())
                .url(login.url())
                .user(login.user())
                .password(login.password())
                .maximumPoolSize(4)
                .pool(pool -> pool.setConnectionTimeout(2_000))
                .build();
    }

    // Scenarios 69 and 24: a restored database is seen and suspended, one that only crashed is not.
    @Test
    void whatARestoredBackupLostIsSeenAndNothingNewIsDoneThereUntilAPersonSaysSo() throws Exception {
        for (int i = 0; i < BEFORE; i++) {
            transfer();
        }
        BaseBackup backup = BaseBackup.take(first, folder.resolve("backup"));
        for (int i = 0; i < AFTER; i++) {
            transfer();
        }
        first.lives().crash();
        first.lives().startAgain();
        eventually().until(this::transferred);
        assertThat(nemcon("incident", "list")).isZero();
        assertThat(out).as("it only crashed").contains("\"incidents\":[]");
        eventually().untilAsserted(() -> {
            assertThat(nemcon("tx", "list")).isZero();
            assertThat(out).contains("\"transactions\":[]");
        });

        backup.restore(first);
        eventually().untilAsserted(() -> {
            assertThat(nemcon("incident", "list")).isZero();
            assertThat(out)
                    .contains("RESOURCE_SET_BACK", "\"resource\":\"bank-a\"", "its next transaction has number ");
        });
        Matcher id = INCIDENT.matcher(out);
        assertThat(id.find()).isTrue();
        assertThat(id.find()).as("one incident").isFalse();
        String incident = first(out);

        eventually().untilAsserted(() -> assertThat(first.bank().money())
                .as("as the backup has it")
                .isEqualTo(ACCOUNTS * Balances.EACH - BEFORE));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::transfer).hasStackTraceContaining("suspended by incident " + incident);
            assertThatThrownBy(this::alone).hasStackTraceContaining("suspended by incident " + incident);
        }
        elsewhere();
        assertThat(first.bank().money()).isEqualTo(ACCOUNTS * Balances.EACH - BEFORE);
        assertThat(databases.prepared()).isZero();

        assertThat(nemcon("incident", "close", incident, "--reason", "the lost transfers were done again"))
                .isZero();
        eventually().until(this::transferred);
        assertThat(first.bank().money()).isEqualTo(ACCOUNTS * Balances.EACH - BEFORE - 1);
    }

    private static String first(String json) {
        Matcher id = INCIDENT.matcher(json);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private void transfer() throws Exception {
        nemcon.userTransaction().begin();
        try {
            add(bankA, -1);
            add(bankB, 1);
        } catch (SQLException | RuntimeException e) {
            nemcon.userTransaction().rollback();
            throw e;
        }
        nemcon.userTransaction().commit();
    }

    private boolean transferred() throws Exception {
        try {
            transfer();
            return true;
        } catch (SQLException stillStarting) {
            return false;
        }
    }

    private void alone() throws SQLException {
        add(bankA, -1);
    }

    private void elsewhere() throws Exception {
        nemcon.userTransaction().begin();
        add(bankB, 1);
        add(bankB, -1);
        nemcon.userTransaction().commit();
    }

    private static void add(NemconDataSource bank, int amount) throws SQLException {
        try (Connection connection = bank.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE account SET balance = balance + " + amount + " WHERE id = 1");
        }
    }

    private static ConditionFactory eventually() {
        return await().atMost(PATIENCE).ignoreExceptions(); // while a server is starting
    }

    private int nemcon(String... arguments) {
        StringWriter output = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--nodes", node, "--output", "json"));
        int code = NemconCommand.commandLine().setOut(new PrintWriter(output)).execute(all.toArray(String[]::new));
        out = output.toString();
        return code;
    }
}
