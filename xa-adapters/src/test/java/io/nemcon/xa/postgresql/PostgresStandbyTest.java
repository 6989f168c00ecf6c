package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FakeRegistrar;
import io.nemcon.xa.testkit.FakeTransactions;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import io.nemcon.xa.testkit.PostgresPair;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that answers only once its standby has what it wrote: and a standby that is not there. */
class PostgresStandbyTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static PostgresPair servers;

    private final FakeTransactions transactions = new FakeTransactions();
    private NemconDataSource orders;

    @BeforeAll
    static void startServer() throws Exception {
        servers = PostgresPair.startPrimary(folder);
    }

    @AfterAll
    static void stopServer() throws Exception {
        servers.close();
    }

    @BeforeEach
    void open() throws Exception {
        servers.onPrimary(
                "drop table if exists account",
                "create table account (id int primary key, balance bigint not null)",
                "insert into account values (1, 100)");
        orders = NemconDataSource.builder(transactions, new FakeRegistrar(), "orders")
                .url(servers.primaryUrl())
                .maximumPoolSize(2)
                .verifyTimeout(SHORT)
                .answerTimeout(SHORT)
                .onePhaseWitness(true)
                .build();
    }

    @AfterEach
    void close() throws Exception {
        servers.waitForNobody();
        orders.close();
    }

    private Branch withdrawTen() throws SQLException {
        Transaction transaction = transactions.begin();
        try (Connection connection = orders.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update account set balance = balance - 10 where id = 1");
        }
        transactions.suspend();
        return transaction.branch("orders");
    }

    private String balance() throws SQLException {
        return servers.askPrimary("select balance from account");
    }

    private String prepared() throws SQLException {
        return servers.askPrimary("select count(*) from pg_prepared_xacts");
    }

    @Test
    void aPrepareThatWaitsForItsStandbyIsNoVoteAndEndsRolledBackOnceThatIsThere() throws Exception {
        // scenarios 26 and 34; two-phase SQL rule 4
        servers.waitForStandby();
        Branch branch = withdrawTen();

        PrepareAnswer answer = branch.prepare();

        assertThat(answer.vote()).isNull();
        assertThat(answer.why()).contains("could not be verified as rolled back");
        servers.waitForNobody();
        await().atMost(LONG).until(() -> branch.rollback().equals(BranchEnd.ROLLED_BACK));
        branch.release();
        assertThat(prepared()).isEqualTo("0");
        assertThat(balance()).isEqualTo("100");
    }

    @Test
    void aCommitThatWaitsForItsStandbyIsUnsettledAndEndsCommitted() throws Exception {
        // scenario 34
        Branch branch = withdrawTen();
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        servers.waitForStandby();

        assertThat(branch.commit().kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);

        servers.waitForNobody();
        await().atMost(LONG).until(() -> branch.commit().equals(BranchEnd.COMMITTED));
        branch.release();
        assertThat(prepared()).isEqualTo("0");
        assertThat(balance()).isEqualTo("90");
    }

    @Test
    void aRollbackThatWaitsForItsStandbyIsUnsettledAndEndsRolledBack() throws Exception {
        Branch branch = withdrawTen();
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        servers.waitForStandby();

        assertThat(branch.rollback().kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);

        servers.waitForNobody();
        await().atMost(LONG).until(() -> branch.rollback().equals(BranchEnd.ROLLED_BACK));
        branch.release();
        assertThat(prepared()).isEqualTo("0");
        assertThat(balance()).isEqualTo("100");
    }

    @Test
    void aOnePhaseCommitThatWaitsForItsStandbyIsDoneOnItsServerAndToldSo() throws Exception {
        // scenario 32: what ends its backend ends the waiting only, the transaction is committed
        servers.waitForStandby();
        Branch branch = withdrawTen();

        OnePhaseEnd end = branch.commitOnePhase();
        branch.release();

        assertThat(end).isEqualTo(OnePhaseEnd.COMMITTED);
        assertThat(balance()).isEqualTo("90");
    }
}
