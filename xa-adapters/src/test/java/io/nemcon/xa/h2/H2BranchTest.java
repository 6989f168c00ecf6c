package io.nemcon.xa.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FakeRegistrar;
import io.nemcon.xa.testkit.FakeTransactions;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches in H2, in a file that outlives its connections. */
class H2BranchTest {

    private final FakeTransactions transactions = new FakeTransactions();
    private final FakeRegistrar registrar = new FakeRegistrar();
    private NemconDataSource orders;
    private String url;

    @BeforeEach
    void open(@TempDir Path folder) throws SQLException {
        url = "jdbc:h2:file:" + folder.resolve("bank");
        orders = reopen();
        execute("create table account (id int primary key, balance int)");
        execute("insert into account values (1, 100), (2, 100)");
    }

    private NemconDataSource reopen() throws SQLException {
        return NemconDataSource.builder(transactions, registrar, "orders")
                .url(url)
                .user("sa")
                .password("")
                .maximumPoolSize(1)
                .build();
    }

    @AfterEach
    void close() throws SQLException {
        orders.close();
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            connection.createStatement().execute("shutdown immediately");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = orders.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As another process would see it. */
    private String balance() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select balance from account where id = 1")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Transaction withdrawTen() throws SQLException {
        Transaction transaction = transactions.begin();
        execute("update account set balance = balance - 10 where id = 1");
        return transaction;
    }

    private Branch ending(Transaction transaction) {
        transactions.suspend();
        transaction.active = false;
        return transaction.branch("orders");
    }

    @Test
    void aBranchCommitsInTwoPhasesAndItsConnectionServesTheNext() throws SQLException {
        for (int i = 0; i < 3; i++) {
            withdrawTen();
            transactions.commit();
        }
        assertThat(balance()).isEqualTo("70");
    }

    @Test
    void aBranchRollsBackBeforeAndAfterItsVote() throws SQLException {
        withdrawTen();
        transactions.rollback();
        Branch branch = ending(withdrawTen());
        assertThat(branch.prepare()).isEqualTo(PrepareAnswer.yes(Witness.NONE));
        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();

        assertThat(balance()).isEqualTo("100");
    }

    @Test
    void aBranchCommitsInOnePhase() throws SQLException {
        withdrawTen();
        assertThat(transactions.commitOnePhase()).isEqualTo(OnePhaseEnd.COMMITTED);
        assertThat(balance()).isEqualTo("90");
    }

    @Test
    void aHandleThatClosesAfterTheVoteDoesNotTakeThePreparedBranchWithIt() throws SQLException {
        // H2 rolls a prepared branch back when its handle closes
        Transaction transaction = transactions.begin();
        Connection handle = orders.getConnection();
        handle.createStatement().executeUpdate("update account set balance = 90 where id = 1");
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        handle.close();

        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
        assertThat(balance()).isEqualTo("90");
    }

    @Test
    void aBranchThatOnlyReadsLeavesBeforeTheVoteAndOneThatWroteDoesNot() throws SQLException {
        // scenario 30
        Transaction reading = transactions.begin();
        execute("select * from account");
        Branch reader = ending(reading);
        assertThat(reader.looksReadOnly()).isTrue();
        assertThat(reader.endReadOnly()).isEqualTo(PrepareAnswer.READ_ONLY);
        reader.release();

        Branch writer = ending(withdrawTen());
        assertThat(writer.looksReadOnly()).isFalse();
        assertThat(writer.endReadOnly().vote()).isEqualTo(Vote.YES);
        assertThat(writer.commitOnePhase()).isEqualTo(OnePhaseEnd.COMMITTED);
        writer.release();
        assertThat(balance()).isEqualTo("90");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table other (id int)",
                "TRUNCATE TABLE account",
                "alter table account add name varchar",
                "shutdown"
            })
    void whatWouldCommitInPassingIsRefused(String sql) throws SQLException {
        withdrawTen();
        assertThatThrownBy(() -> execute(sql)).isInstanceOf(SQLException.class).hasMessageContaining("refused");
        transactions.rollback();
        assertThat(balance()).isEqualTo("100");
    }

    @Test
    void aDeadlockThatH2RolledBackCannotBeCommitted() throws Exception {
        // scenario 31: the application goes on after the error, but half of its work is gone
        orders.close();
        orders = NemconDataSource.builder(transactions, registrar, "orders")
                .url(url + ";LOCK_TIMEOUT=20000")
                .user("sa")
                .password("")
                .build();
        Transaction first = withdrawTen();
        transactions.suspend();
        Transaction second = transactions.begin();
        execute("update account set balance = 0 where id = 2");
        CompletableFuture<Boolean> firstFailed = new CompletableFuture<>();
        new Thread(() -> {
                    transactions.join(first);
                    firstFailed.complete(fails("update account set balance = 1 where id = 2"));
                })
                .start();
        boolean secondFailed = fails("update account set balance = 1 where id = 1");
        transactions.suspend();

        Transaction loser = secondFailed ? second : first;
        loser.active = false;
        PrepareAnswer answer = loser.branch("orders").prepare();
        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(answer.why()).contains("rolled back");
        loser.branch("orders").release();
        assertThat(firstFailed.get(30, TimeUnit.SECONDS)).isNotEqualTo(secondFailed);
        transactions.join(secondFailed ? first : second);
        transactions.rollback();
    }

    private boolean fails(String sql) {
        try {
            execute(sql);
            return false;
        } catch (SQLException deadlock) {
            return true;
        }
    }

    @Test
    void aRunningStatementIsCancelledFromAnotherThread() throws Exception {
        execute("create alias snooze for \"io.nemcon.xa.h2.H2BranchTest$Alias.snooze\"");
        Transaction transaction = withdrawTen();
        Branch branch = transaction.branch("orders");
        CompletableFuture<Boolean> failed = new CompletableFuture<>();
        new Thread(() -> {
                    transactions.join(transaction);
                    failed.complete(fails("select snooze(x) from system_range(1, 1000000)"));
                })
                .start();
        SNOOZING.get(30, TimeUnit.SECONDS);

        branch.cancel();

        assertThat(failed.get(30, TimeUnit.SECONDS)).isTrue();
        ending(transaction);
        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();
        assertThat(balance()).isEqualTo("100");
    }

    private static final CompletableFuture<Boolean> SNOOZING = new CompletableFuture<>();

    /** Called by H2, so public. */
    public static final class Alias {
        private Alias() {}

        public static int snooze(int x) throws InterruptedException {
            SNOOZING.complete(true);
            Thread.sleep(1);
            return x;
        }
    }

    // ---- recovery

    @Test
    void theAgentDoesNotTouchABranchWhoseOwnerIsAtIt() throws Exception {
        // H2 would let it: then the owner's commit answers as if all were well
        Transaction transaction = withdrawTen();
        Branch branch = ending(transaction);
        branch.prepare();
        RecoverableResource resource = registrar.resource("orders");

        Listed listed = resource.prepared().get(0);
        assertThat(listed.branch()).isEqualTo(transaction.id("orders"));
        assertThat(resource.rollback(listed)).contains("owner");
        assertThat(resource.commit(listed)).contains("owner");

        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
        assertThat(balance()).isEqualTo("90");
        assertThat(resource.prepared()).isEmpty();
        assertThat(resource.hasWitness()).isFalse();
        assertThat(resource.ask(transaction.id("orders"), Witness.NONE)).isEqualTo(Testimony.UNKNOWN);
    }

    @Test
    void aPreparedBranchWhoseOwnerGaveUpIsKeptForTheAgent() throws Exception {
        Branch branch = ending(withdrawTen());
        branch.prepare();
        branch.release();
        RecoverableResource resource = registrar.resource("orders");

        Listed listed = resource.prepared().get(0);
        assertThat(resource.commit(listed)).isEmpty();

        assertThat(balance()).isEqualTo("90");
        assertThat(resource.prepared()).isEmpty();
        withdrawTen();
        transactions.commit();
        assertThat(balance()).isEqualTo("80");
    }

    @Test
    void aPreparedBranchOutlivesTheDataSourceAndTheDatabaseFileBeingReopened() throws Exception {
        // scenarios 20 and 24, in H2: a file keeps what was prepared when its process is gone
        Transaction transaction = withdrawTen();
        Branch branch = ending(transaction);
        branch.prepare();
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            connection.createStatement().execute("shutdown immediately");
        }
        orders.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
        branch.release();
        orders.close();

        orders = reopen();
        RecoverableResource resource = registrar.resource("orders");
        Listed listed = resource.prepared().get(0);
        assertThat(listed.branch()).isEqualTo(transaction.id("orders"));
        assertThat(resource.commit(listed)).isEmpty();
        assertThat(resource.prepared()).isEmpty();
        assertThat(balance()).isEqualTo("90");
    }

    @Test
    void namesThatAreNotOursAreListedAsForeign() throws Exception {
        // scenarios 73 and 75
        try (Connection other = DriverManager.getConnection(url, "sa", "")) {
            other.setAutoCommit(false);
            other.createStatement().executeUpdate("update account set balance = 1 where id = 2");
            other.createStatement().execute("prepare commit \"XID|4711|AA|it\"\"s\"");
            RecoverableResource resource = registrar.resource("orders");

            assertThat(resource.prepared()).containsExactly(new Listed(null, "XID|4711|AA|it\"s", 0));

            other.createStatement().execute("rollback transaction \"XID|4711|AA|it\"\"s\"");
        }
    }

    @Test
    void itsLimitsAreSaidInWords() throws SQLException {
        assertThat(orders.limits()).contains("power failure").contains("no witness");
        try (NemconDataSource memory = NemconDataSource.builder(transactions, registrar, "memory")
                .url("jdbc:h2:mem:limits")
                .build()) {
            assertThat(memory.limits()).contains("dies with its process");
        }
    }
}
