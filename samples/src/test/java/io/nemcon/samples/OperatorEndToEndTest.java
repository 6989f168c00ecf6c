package io.nemcon.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import io.nemcon.samples.demo.bank.BankDatabase;
import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.database.ServerDatabases;
import io.nemcon.samples.demo.database.ServerKind;
import io.nemcon.samples.demo.process.FreePorts;
import io.nemcon.server.TmServer;
import io.nemcon.server.config.NodeConfig;
import io.nemcon.xa.NemconDataSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person settles by the command line what an agent can't, with a TM node, an application's agent and PostgreSQL: a branch
 * that the group has forgotten, and one that a DBA committed by hand (scenarios 60, 65, 68).
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class OperatorEndToEndTest {

    private static final ResourceName ORDERS = new ResourceName("orders");
    private static final Pattern INCIDENT = Pattern.compile("\"incident\":(\\d+)");

    @TempDir
    static Path folder;

    private static ServerDatabases databases;
    private static BankDatabase database;
    private static TmServer server;
    private static Nemcon nemcon;
    private static NemconDataSource orders;
    private static String node;
    private static GroupId group;
    private static SessionId session;

    private String out = "";

    @BeforeAll
    static void start() throws Exception {
        databases = ServerDatabases.start(folder, 20, ServerKind.POSTGRESQL, ServerKind.POSTGRESQL);
        database = databases.both().get(0);
        execute("CREATE TABLE booking (id INT PRIMARY KEY)");
        node = "127.0.0.1:" + FreePorts.find(1).get(0);
        server = new TmServer(
                NodeConfig.read(
                        null, Map.of(), List.of("node.listen=" + node, "data.folder=" + folder.resolve("node"))),
                "test");
        server.start();
        nemcon = Nemcon.open(NemconConfig.group(node).name("shop").requestTimeout(Duration.ofSeconds(60)));
        BankLogin login = databases.login(database, "shop");
        orders = NemconDataSource.builder(nemcon, ORDERS.value())
                .url(login.url())
                .user(login.user())
                .password(login.password())
                .build();
        group = ((Answer.Status) ask(new Query.Status())).group();
        session =
                ((Answer.Sessions) ask(new Query.Sessions())).sessions().get(0).session();
    }

    @AfterAll
    static void stop() {
        orders.close();
        nemcon.close();
        server.close();
        databases.close();
    }

    private static Answer ask(Query query) throws Exception {
        return nemcon.agentPort().query(query).get(60, TimeUnit.SECONDS);
    }

    private int nemcon(String... arguments) {
        StringWriter output = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--nodes", node, "--output", "json"));
        int code = NemconCommand.commandLine().setOut(new PrintWriter(output)).execute(all.toArray(String[]::new));
        out = output.toString();
        return code;
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.plain().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(String sql) throws SQLException {
        try (Connection connection = database.plain().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** As an adapter would; returns the transaction id that proves the commit. */
    private static String prepare(BranchId branch, int booking) throws SQLException {
        try (Connection connection = database.plain().getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO booking VALUES (" + booking + ")");
                try (ResultSet xid = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
                    xid.next();
                    String witness = xid.getString(1);
                    statement.execute("PREPARE TRANSACTION 'nemcon:" + branch + "'");
                    return witness;
                }
            }
        }
    }

    private static int prepared(BranchId branch) throws SQLException {
        return count("pg_prepared_xacts WHERE gid = 'nemcon:" + branch + "'");
    }

    private String incidentAbout(BranchId branch) {
        eventually().untilAsserted(() -> {
            assertThat(nemcon("incident", "list")).isZero();
            assertThat(out).contains(branch.toString());
        });
        Matcher id = INCIDENT.matcher(out);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    @Test
    void aForgottenBranchIsRolledBackWhenAPersonSaysSo() throws Exception {
        BranchId branch = BranchId.of(new Gtrid(group, 1, new SessionId(3), 1), ORDERS, 0);
        String tx = branch.gtrid().toString();
        prepare(branch, 1);
        String incident = incidentAbout(branch);
        assertThat(nemcon("tx", "list")).isZero();
        assertThat(out).contains(tx, "FORGOTTEN");
        assertThat(nemcon("tx", "resolve", tx, "rollback", "--reason", "no other branch", "--dry-run"))
                .isZero();
        assertThat(prepared(branch)).isEqualTo(1);
        assertThat(nemcon("tx", "resolve", "nemcon:" + branch, "rollback", "--reason", "no other branch"))
                .isZero();
        eventually().until(() -> prepared(branch) == 0);
        assertThat(count("booking WHERE id = 1")).isZero();
        eventually().untilAsserted(() -> {
            assertThat(nemcon("incident", "show", incident)).isZero();
            assertThat(out).contains("\"closing\":{\"who\":", "no other branch");
        });
        assertThat(nemcon("tx", "list")).isZero();
        assertThat(out).contains("\"transactions\":[]");
        assertThat(nemcon("tx", "resolve", tx, "commit", "--reason", "changed my mind"))
                .isEqualTo(1);
    }

    @Test
    void aForgottenBranchIsCommittedWhenAPersonSaysSo() throws Exception {
        BranchId branch = BranchId.of(new Gtrid(group, 1, new SessionId(3), 2), ORDERS, 0);
        prepare(branch, 2);
        incidentAbout(branch);
        assertThat(nemcon("tx", "resolve", branch.gtrid().toString(), "commit", "--reason", "stock has it"))
                .isZero();
        eventually().until(() -> prepared(branch) == 0);
        assertThat(count("booking WHERE id = 2")).isEqualTo(1);
        eventually().untilAsserted(() -> {
            assertThat(nemcon("tx", "list")).isZero();
            assertThat(out).contains("\"transactions\":[]");
        });
    }

    @Test
    void whatADbaCommittedAgainstTheDecisionIsAnIncidentUntilItIsClosed() throws Exception {
        Gtrid gtrid = new Gtrid(group, 1, session, 1_000_000);
        BranchId branch = BranchId.of(gtrid, ORDERS, 0);
        String witness = prepare(branch, 3);
        execute("COMMIT PREPARED 'nemcon:" + branch + "'");
        nemcon.agentPort()
                .request(new SessionCommand.Decide(
                        gtrid,
                        Decision.ABORT,
                        Reason.VOTED_NO,
                        List.of(new DecidedBranch(ORDERS, 0, new Witness(witness)))))
                .get(60, TimeUnit.SECONDS);
        String incident = incidentAbout(branch);
        assertThat(nemcon("incident", "show", incident)).isZero();
        assertThat(out).contains("HEURISTIC_COMMIT", "witness '" + witness + "'", "\"whatToDo\":[\"Find out who");
        assertThat(nemcon("tx", "show", gtrid.toString())).isZero();
        assertThat(out).contains("\"outcome\":\"ABORTED\",\"reason\":\"VOTED_NO\"", "\"unfinished\":1", incident);
        assertThat(nemcon("resource", "list", "--check")).isEqualTo(5);
        assertThat(nemcon("incident", "close", incident, "--reason", "booking 3 deleted"))
                .isZero();
        assertThat(nemcon("tx", "show", gtrid.toString())).isZero();
        assertThat(out).contains("\"unfinished\":0");
        assertThat(nemcon("incident", "list", "--closed")).isZero();
        assertThat(out).contains("booking 3 deleted");
    }
}
