package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.recovery.Listed;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.diagnosis.Finding.Verdict;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are refused, and what is said to whoever has one. */
class ServerChecksTest {

    private final Server server = new Server();

    /** Says what a sound server says, but for what a test has it say. */
    private static final class Server implements ServerAnswers {

        private final Map<String, String> answers = new LinkedHashMap<>(Map.of(
                "VERSION()", "11.4.5-MariaDB-log",
                "@@version_comment", "MariaDB Server",
                "CONNECTION_ID()", "17",
                "@@sql_mode", "STRICT_TRANS_TABLES",
                "@@innodb_flush_log_at_trx_commit", "1"));

        void says(String question, String answer) {
            answers.put(question, answer);
        }

        @Override
        public String text(String query) {
            if (query.startsWith("SHOW GLOBAL VARIABLES WHERE Variable_name = 'wsrep_on'")) {
                return answers.get("wsrep_on");
            }
            String exactly = answers.get(query);
            if (exactly != null) {
                return exactly;
            }
            return answers.entrySet().stream()
                    .filter(one -> query.contains(one.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("nobody said what to answer to " + query))
                    .getValue();
        }

        @Override
        public long connectionIdTold() {
            return 17;
        }

        @Override
        public List<Listed> prepared() {
            return List.of();
        }
    }

    private List<String> with(Verdict verdict) throws SQLException {
        return new ServerChecks(server)
                .run().stream()
                        .filter(one -> one.verdict() == verdict)
                        .map(Finding::sentence)
                        .toList();
    }

    private String problem() throws SQLException {
        List<String> problems = with(Verdict.PROBLEM);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void aSoundServerIsTaken() throws SQLException {
        assertThat(with(Verdict.PROBLEM)).isEmpty();
        assertThat(with(Verdict.NOTE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.5.2-MariaDB", "10.6.0-MariaDB-log", "11.0.1-MariaDB-1:11.0.1+maria~deb12", "12.0.2-MariaDB"})
    void fromTheFirstVersionThatKeepsPreparedBranchesOnItIsTaken(String version) throws SQLException {
        server.says("VERSION()", version);
        assertThat(with(Verdict.PROBLEM)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.5.1-MariaDB", "10.4.34-MariaDB-log", "10.1.48-MariaDB", "5.5.68-MariaDB"})
    void anOlderOneIsRefusedWithTheVersionAndTheModeThatMendIt(String version) throws SQLException {
        server.says("VERSION()", version);
        assertThat(problem()).contains(version, "too old", "upgrade the server to 10.5.2", "undo/redo mode");
    }

    @ParameterizedTest
    @CsvSource({
        "8.4.2, MySQL Community Server - GPL",
        "8.0.36-28, 'Percona Server (GPL), Release 28'",
        "8.0.11, TiDB Server"
    })
    void whatOnlySpeaksItsProtocolIsRefused(String version, String comment) throws SQLException {
        server.says("VERSION()", version);
        server.says("@@version_comment", comment);
        assertThat(problem()).contains(version, "is no MariaDB", "use MariaDB 10.5.2 or later");
    }

    @Test
    void aNodeOfAGaleraClusterIsRefused() throws SQLException {
        server.says("wsrep_on", "wsrep_on");
        assertThat(problem())
                .contains("wsrep_on is ON", "outside of the cluster", "@@GLOBAL.wsrep_on", "undo/redo mode");
    }

    @Test
    void aProxyThatPassesTheQuestionOnIsFoundOutByTheIdOfTheConnection() throws SQLException {
        server.says("CONNECTION_ID()", "4711"); // as behind MaxScale
        assertThat(problem()).contains("connection 4711 calls itself 17", "name the server itself in the URL");
    }

    @Test
    void aProxyThatAnswersThePlainQuestionByItselfIsFoundOutToo() throws SQLException {
        server.says("CONNECTION_ID()", "4711");
        server.says("SELECT CONNECTION_ID()", "17"); // as ProxySQL does, to hide that it shares out its connections
        assertThat(problem()).contains("connection 4711 calls itself 17", "ProxySQL");
    }

    @Test
    void aServerThatMayLoseItsVoteIsTakenWithANote() throws SQLException {
        server.says("@@innodb_flush_log_at_trx_commit", "2");
        assertThat(with(Verdict.PROBLEM)).isEmpty();
        assertThat(with(Verdict.NOTE))
                .singleElement()
                .asString()
                .contains("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
    }
}
