package io.nemcon.xa.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.diagnosis.CommitMode;
import io.nemcon.xa.diagnosis.Diagnosis;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.diagnosis.Finding.Verdict;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.testkit.FakeRegistrar;
import io.nemcon.xa.testkit.FakeTransactions;
import io.nemcon.xa.testkit.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the doctor says of real databases, sound and not. */
class DoctorTest {

    private static final String DATABASE = "clinic";

    private String url;

    @BeforeEach
    void createDatabase() throws SQLException {
        TestPostgres.empty(DATABASE);
        url = TestPostgres.url(DATABASE, TestPostgres.port());
    }

    @AfterEach
    void nothingOfAnExaminationIsLeft() throws SQLException {
        assertThat(TestPostgres.ask(url, "select count(*) from pg_prepared_xacts where database = current_database()"))
                .isEqualTo("0");
    }

    private static AdapterSettings settings(String url) {
        Duration patience = Duration.ofSeconds(5);
        return new AdapterSettings(new ResourceName("orders"), url, null, null, Map.of(), patience, patience, false);
    }

    private static List<String> checks(Diagnosis diagnosis, Verdict verdict) {
        return diagnosis.with(verdict).stream().map(Finding::check).distinct().toList();
    }

    @Test
    void aSoundPostgresIsFitForTwoPhaseSql() {
        Diagnosis diagnosis = Doctor.examine(settings(url));
        assertThat(diagnosis.problems()).isEmpty();
        assertThat(diagnosis.fit()).isTrue();
        assertThat(diagnosis.mode()).isEqualTo(CommitMode.TWO_PHASE_SQL);
        assertThat(checks(diagnosis, Verdict.OK))
                .containsExactly(
                        "server version",
                        "driver version",
                        "max_prepared_transactions",
                        "rights",
                        Trial.PREPARE,
                        Trial.OWN_SESSION_KILLED,
                        Trial.RESOLVE,
                        Trial.WITNESS,
                        Trial.FAILED_BRANCH,
                        Trial.READ_ONLY_BRANCH);
        assertThat(diagnosis.facts().server()).startsWith("PostgreSQL ");
        assertThat(diagnosis.facts().driver()).startsWith("PostgreSQL JDBC Driver 42.");
    }

    @Test
    void aServerThatCannotPrepareIsToldTheStatementThatMendsItAndTheModeThatFits() throws Exception {
        // scenario 33
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("max_prepared_transactions", "0")
                .start()) {
            Diagnosis diagnosis = Doctor.examine(settings(server.getJdbcUrl("postgres", "postgres")));
            assertThat(diagnosis.fit()).isFalse();
            assertThat(diagnosis.mode()).isEqualTo(CommitMode.UNDO_REDO);
            assertThat(diagnosis.problems())
                    .contains("max_prepared_transactions is 0")
                    .contains("ALTER SYSTEM SET max_prepared_transactions = 100");
            assertThat(checks(diagnosis, Verdict.SKIPPED)).containsExactly("trial");
        }
    }

    @Test
    void aServerWithItsPreparedTransactionsUsedUpIsFoundOut() throws Exception {
        // scenario 33
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("max_prepared_transactions", "1")
                .start()) {
            String full = server.getJdbcUrl("postgres", "postgres");
            TestPostgres.execute(full, "begin; select pg_current_xact_id(); prepare transaction 'somebody'");
            Diagnosis diagnosis = Doctor.examine(settings(full));
            assertThat(diagnosis.fit()).isFalse();
            assertThat(diagnosis.with(Verdict.NOTE).toString()).contains("1 of 1 in use");
            assertThat(diagnosis.problems()).contains(Trial.PREPARE).contains("max_prepared_transactions");
        }
    }

    @Test
    void branchesOfARoleThatThisUserIsNoMemberOfAreAProblem() throws SQLException {
        String gid = "nemcon:" + branchOfAnotherGroup();
        TestPostgres.execute(
                url,
                "drop role if exists clerk",
                "create role clerk login",
                "begin; select pg_current_xact_id(); prepare transaction '" + gid + "'");
        try {
            Diagnosis diagnosis = Doctor.examine(settings(url.replace("user=postgres", "user=clerk")));
            assertThat(diagnosis.fit()).isFalse();
            assertThat(diagnosis.problems()).contains("1 prepared branches").contains("TO \"clerk\"");
        } finally {
            TestPostgres.execute(url, "rollback prepared '" + gid + "'", "drop role clerk");
        }
    }

    private static BranchId branchOfAnotherGroup() {
        return BranchId.of(new Gtrid(new GroupId(77), 1, new SessionId(5), 1), new ResourceName("orders"), 1);
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsAFindingAndNotAnException() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        Diagnosis diagnosis = Doctor.examine(settings(TestPostgres.url(DATABASE, nobody)));
        assertThat(diagnosis.facts().answered()).isFalse();
        assertThat(diagnosis.fit()).isFalse();
        assertThat(diagnosis.problems()).contains("does not answer");
    }

    @Test
    void anUnknownDatabaseIsNamed() {
        Diagnosis diagnosis = Doctor.examine(settings("jdbc:oracle:thin:@db1/orders"));
        assertThat(diagnosis.fit()).isFalse();
        assertThat(diagnosis.mode()).isEqualTo(CommitMode.XA_RESOURCE);
        assertThat(diagnosis.problems())
                .contains("jdbc:oracle:thin:@db1/orders")
                .contains("sys.pending_trans$");
    }

    @Test
    void ofH2ItSaysWhatItCannotPromise() {
        Diagnosis diagnosis = Doctor.examine(settings("jdbc:h2:mem:clinic;DB_CLOSE_DELAY=-1"));
        assertThat(diagnosis.problems()).isEmpty();
        assertThat(diagnosis.mode()).isEqualTo(CommitMode.XA_RESOURCE);
        assertThat(diagnosis.with(Verdict.NOTE).toString()).contains("dies with its process");
    }

    @Test
    void aRegistrationTriesTheDatabaseOutAndLeavesThePoolSound() throws SQLException {
        FakeTransactions transactions = new FakeTransactions();
        try (NemconDataSource orders = NemconDataSource.builder(transactions, new FakeRegistrar(), "orders")
                .url(url)
                .maximumPoolSize(1)
                .build()) {
            assertThat(orders.getConnection()).satisfies(connection -> {
                assertThat(connection.isValid(5)).isTrue();
                connection.close();
            });
        }
    }

    @Test
    void aDatabaseThatFailsItsTrialIsNotRegistered() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("max_prepared_transactions", "1")
                .start()) {
            String full = server.getJdbcUrl("postgres", "postgres");
            TestPostgres.execute(full, "begin; select pg_current_xact_id(); prepare transaction 'somebody'");
            FakeRegistrar registrar = new FakeRegistrar();
            assertThatThrownBy(() -> NemconDataSource.builder(new FakeTransactions(), registrar, "orders")
                            .url(full)
                            .build())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("resource orders: " + Trial.PREPARE)
                    .hasMessageContaining("max_prepared_transactions");
            assertThat(registrar.isEmpty()).isTrue();
        }
    }
}
