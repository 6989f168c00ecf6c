package io.nemcon.xa.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application does inside a transaction, and how it gets on with two-phase commit. */
public abstract class WorkConformance extends Conformance {

    protected WorkConformance(ConformanceDatabase database) {
        super(database);
    }

    // ---- more than one statement

    @Test
    void aSavepointHealsAFailedStatement() throws SQLException {
        NemconDataSource orders = open("orders");
        withdrawTen(orders);
        try (Connection connection = orders.getConnection()) {
            Savepoint savepoint = connection.setSavepoint();
            update(orders, "update account set balance = 0 where id = 2");
            assertThatThrownBy(() -> update(orders, "insert into account values (1, 5)"))
                    .isInstanceOf(SQLException.class);
            connection.rollback(savepoint);
        }

        transactions.commit();

        assertThat(balance(1)).isEqualTo(90);
        assertThat(balance(2)).isEqualTo(100);
    }

    @Test
    void aLargeBatchOfAPreparedStatementIsPartOfTheBranch() throws SQLException {
        execute("create table line (id int primary key, text varchar(40))");
        NemconDataSource orders = open("orders");
        transactions.begin();
        insertLines(orders, 5_000);
        transactions.rollback();
        assertThat(ask("select count(*) from line")).isEqualTo("0");

        transactions.begin();
        insertLines(orders, 5_000);
        transactions.commit();

        assertThat(ask("select count(*) from line")).isEqualTo("5000");
        assertPoolIsSound(orders);
    }

    private static void insertLines(NemconDataSource source, int count) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into line values (?, ?)")) {
            for (int id = 1; id <= count; id++) {
                insert.setInt(1, id);
                insert.setString(2, "line " + id);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(count);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aResultSetThatIsStillBeingReadDoesNotHinderTheCommit(boolean twoPhases) throws SQLException {
        execute("create table line (id int primary key, text varchar(40))");
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1));
        transactions.begin();
        insertLines(orders, 1_000);
        transactions.commit();
        withdrawTen(orders);
        Connection connection = orders.getConnection();
        Statement statement = connection.createStatement();
        statement.setFetchSize(10);
        ResultSet rows = statement.executeQuery("select * from line");
        for (int i = 0; i < 15; i++) {
            assertThat(rows.next()).isTrue();
        }

        if (twoPhases) {
            transactions.commit();
        } else {
            transactions.commitOnePhase();
        }

        assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
        assertThat(connection.isClosed()).isTrue();
        connection.close();
        assertThat(balance(1)).isEqualTo(90);
        assertPoolIsSound(orders);
    }

    // ---- what would end it

    @Test
    void whatWouldCommitInPassingIsRefused() throws SQLException {
        for (String statement : database.committing()) {
            NemconDataSource orders = open("orders");
            withdrawTen(orders);
            assertThatThrownBy(() -> execute(orders, statement))
                    .as(statement)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("refused");
            transactions.rollback();
            assertThat(balance(1)).as(statement).isEqualTo(100);
            orders.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "; commit",
                ";COMMIT;",
                "; rollback",
                "; select 1; /* now */ commit",
                "; select '; it''s'; -- ;\n commit",
            })
    void anEndHiddenInAStringOfStatementsIsRefusedBeforeAnyOfItRuns(String rest) throws SQLException {
        NemconDataSource orders = open("orders");
        withdrawTen(orders);

        assertThatThrownBy(() -> execute(orders, WITHDRAW_TEN + rest))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("UserTransaction");

        assertThat(query(orders, "select balance from account where id = 1")).isEqualTo("90");
        transactions.rollback();
        assertThat(balance(1)).isEqualTo(100);
    }

    @Test
    void anEndThatIsOnlyQuotedIsNoEnd() throws SQLException {
        execute("create table line (id int primary key, text varchar(40))");
        NemconDataSource orders = open("orders");
        withdrawTen(orders);

        update(orders, "insert into line values (1, 'begin; commit; it''s; rollback') -- ; commit");

        transactions.commit();
        assertThat(ask("select text from line")).isEqualTo("begin; commit; it's; rollback");
        assertThat(balance(1)).isEqualTo(90);
    }

    @Test
    void theIsolationOfADataSourceHoldsInItsTransactionsAndIsNotChangedInside() throws SQLException {
        // drivers' row 5.1.10: set before enlistment
        NemconDataSource orders = open(builder("orders").transactionIsolation("TRANSACTION_SERIALIZABLE"));
        transactions.begin();
        try (Connection connection = orders.getConnection()) {
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("set it on the data source");
        }
        transactions.rollback();
    }

    // ---- other threads

    @Test
    void aRunningStatementIsCancelledFromAnotherThread() throws Exception {
        NemconDataSource orders = open("orders");
        Transaction transaction = withdrawTen(orders);
        Branch branch = transaction.branch("orders");
        CompletableFuture<SQLException> sleeper = sleepInAnotherThread(orders, transaction);

        branch.cancel();

        assertThat(sleeper.get(60, TimeUnit.SECONDS).getSQLState()).startsWith(database.stateOfCancelled());
        ending(transaction);
        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();
        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }

    @Test
    void aStatementStoppedWithItsTransactionSaysWhyThatEnded() throws Exception {
        NemconDataSource orders = open("orders");
        Transaction transaction = withdrawTen(orders);
        CompletableFuture<SQLException> sleeper = sleepInAnotherThread(orders, transaction);
        transaction.active = false;

        ending(transaction).rollback();

        SQLException stopped = sleeper.get(60, TimeUnit.SECONDS);
        assertThat(stopped.getSQLState()).startsWith(database.stateOfCancelled());
        assertThat((Throwable) stopped)
                .hasMessageContaining(transaction.gtrid + " takes no more work; the statement was cancelled")
                .hasCauseInstanceOf(SQLException.class);
        transaction.branch("orders").release();
    }

    @Test
    void aStatementThatStillRunsInAnotherThreadMakesTheVoteNo() throws Exception {
        NemconDataSource orders = open("orders");
        Transaction transaction = withdrawTen(orders);
        CompletableFuture<SQLException> sleeper = sleepInAnotherThread(orders, transaction);
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();
        branch.release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(answer.why()).contains("still running");
        assertThat(sleeper.get(60, TimeUnit.SECONDS).getSQLState()).startsWith(database.stateOfCancelled());
        assertThat(database.prepared()).isEmpty();
        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }
}
