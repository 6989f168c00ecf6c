package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A synchronous standby that takes over. */
class PostgresFailOverTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    private final FakeTransactions transactions = new FakeTransactions();

    @Test
    void aBranchOutlivesItsServerOnTheSynchronousStandbyThatTakesOver(@TempDir Path folder) throws Exception {
        // scenarios 24, 25 and 72: what was voted YES on is not lost in a fail-over
        try (PostgresPair servers = PostgresPair.startPrimary(folder)) {
            servers.onPrimary(
                    "create table account (id int primary key, balance bigint not null)",
                    "insert into account values (1, 100)");
            servers.startStandby();
            servers.waitForStandby();
            Transaction transaction = transactions.begin();
            Witness witness = failOverAfterTheVote(servers, transaction);
            finishOnTheNewPrimary(servers, transaction, witness);
        }
    }

    private Witness failOverAfterTheVote(PostgresPair servers, Transaction transaction) throws Exception {
        try (NemconDataSource orders = NemconDataSource.builder(transactions, new FakeRegistrar(), "orders")
                .url(servers.primaryUrl())
                .verifyTimeout(SHORT)
                .build()) {
            Branch branch = withdrawTen(orders, transaction);
            PrepareAnswer answer = branch.prepare();
            assertThat(answer.vote()).isEqualTo(Vote.YES);

            servers.failOver();

            assertThat(branch.commit().kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);
            branch.release();
            return answer.witness();
        }
    }

    private Branch withdrawTen(NemconDataSource orders, Transaction transaction) throws SQLException {
        try (Connection connection = orders.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update account set balance = balance - 10 where id = 1");
        }
        transactions.suspend();
        return transaction.branch("orders");
    }

    private void finishOnTheNewPrimary(PostgresPair servers, Transaction transaction, Witness witness)
            throws Exception {
        FakeRegistrar agents = new FakeRegistrar();
        try (NemconDataSource there = NemconDataSource.builder(transactions, agents, "orders")
                .url(servers.standbyUrl())
                .build()) {
            RecoverableResource agent = agents.resource(there.name().toString());
            assertThat(agent.prepared()).extracting(Listed::branch).containsExactly(transaction.id("orders"));
            assertThat(agent.commit(agent.prepared().get(0))).isEmpty();
            assertThat(agent.prepared()).isEmpty();
            assertThat(agent.ask(transaction.id("orders"), witness)).isEqualTo(Testimony.COMMITTED);
            assertThat(servers.askStandby("select balance from account")).isEqualTo("90");
        }
    }
}
