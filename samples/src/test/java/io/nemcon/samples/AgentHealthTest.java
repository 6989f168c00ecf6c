package io.nemcon.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.samples.demo.bank.BankLogin;
import io.nemcon.samples.demo.process.FreePorts;
import io.nemcon.samples.indoubt.AgentProcess;
import io.nemcon.samples.indoubt.Site;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standing agent's process is asked how it is while a real server's prepared transactions run short. */
class AgentHealthTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int STARTS_MAX = 3;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @Test
    void anAgentIsUnwellWhileTooManyTransactionsArePreparedAndWarnsOnce() throws Exception {
        try (Site site = Site.start(folder, 20, 1)) {
            List<BankLogin> logins = site.logins("agent");
            try (AgentProcess agent = started(site, logins)) {
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(health().body())
                        .contains("\"healthy\":true,\"resources\"", "\"active\":true")
                        .doesNotContain("\"active\":false", "\"preparedMax\":null"));
                assertThat(health().statusCode()).isEqualTo(200);

                int prepared = prepareATenth(logins.get(0));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(health().statusCode()).isEqualTo(503));
                assertThat(health().body())
                        .contains("\"prepared\":" + prepared, "the warning is at 10 %", "\"agent\":\"agent\"");

                rollbackAll(logins.get(0), prepared);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(health().statusCode()).isEqualTo(200));
                assertThat(Files.readAllLines(agent.log()))
                        .filteredOn(line -> line.contains("the warning is at 10 %"))
                        .hasSize(1);
            }
        }
    }

    /** Returns once it answers; started again with another port if somebody took that one meanwhile. */
    private AgentProcess started(Site site, List<BankLogin> logins) throws Exception {
        for (int attempt = 1; ; attempt++) {
            port = FreePorts.find(1).get(0);
            AgentProcess agent = AgentProcess.start(
                    "agent",
                    site.group().endpoints(),
                    logins,
                    List.of("health.port=" + port, "health.preparedWarning=10"),
                    folder);
            await().atMost(PATIENCE).until(() -> !agent.process().isAlive() || answers());
            if (agent.process().isAlive()) {
                return agent;
            }
            assertThat(attempt).as(agent.process().obituary()).isLessThan(STARTS_MAX);
        }
    }

    private boolean answers() throws Exception {
        try {
            return health().statusCode() > 0;
        } catch (ConnectException notYet) {
            return false;
        }
    }

    private HttpResponse<String> health() throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** By somebody else: an agent does not touch them. */
    private static int prepareATenth(BankLogin login) throws SQLException {
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            int limit;
            try (ResultSet row = statement.executeQuery("select current_setting('max_prepared_transactions')::int")) {
                row.next();
                limit = row.getInt(1);
            }
            int count = (limit + 9) / 10;
            for (int i = 0; i < count; i++) {
                statement.execute("begin");
                statement.execute("create table scratch_" + i + " (id int)");
                statement.execute("prepare transaction 'somebody-" + i + "'");
            }
            return count;
        }
    }

    private static void rollbackAll(BankLogin login, int count) throws SQLException {
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < count; i++) {
                statement.execute("rollback prepared 'somebody-" + i + "'");
            }
        }
    }
}
