package io.nemcon.xa.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The pool underneath: what comes back to it, what must not, and who waits for whom. */
public abstract class PoolConformance extends Conformance {

    protected PoolConformance(ConformanceDatabase database) {
        super(database);
    }

    // ---- what comes back

    @Test
    void aConnectionServesOneTransactionAfterAnotherWhateverTheirEnds() throws SQLException {
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1));
        String backend = backend(orders);
        for (int i = 0; i < 3; i++) {
            withdrawTen(orders);
            transactions.commit();
            withdrawTen(orders);
            transactions.commitOnePhase();
            withdrawTen(orders);
            transactions.rollback();
            update(orders, WITHDRAW_TEN); // outside of transactions
        }
        assertThat(backend(orders)).isEqualTo(backend);
        assertThat(balance(1)).isEqualTo(10);
        assertThat(active(orders)).isZero();
    }

    @Test
    void whatAnApplicationChangedOnItsConnectionDoesNotReachTheNextBorrower() throws SQLException {
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1));
        State before = stateOf(orders);
        if (before.schema() != null) {
            execute("create schema if not exists \"other\"");
        }
        for (boolean commit : new boolean[] {true, false}) {
            transactions.begin();
            try (Connection connection = orders.getConnection()) {
                connection.setNetworkTimeout(Runnable::run, 59_000);
            }
            update(orders, "update account set balance = balance where id = 1");
            if (before.schema() != null) {
                try (Connection connection = orders.getConnection()) {
                    connection.setSchema("other");
                }
            }
            if (commit) {
                transactions.commit();
            } else {
                transactions.rollback();
            }
            assertThat(stateOf(orders)).isEqualTo(before);
        }
        try (Connection connection = orders.getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setNetworkTimeout(Runnable::run, 59_000);
            connection.setAutoCommit(false);
        }
        assertThat(stateOf(orders)).isEqualTo(before);
        withdrawTen(orders);
        transactions.commit();
        assertThat(balance(1)).isEqualTo(90);
    }

    private record State(
            boolean readOnly,
            int isolation,
            @Nullable String schema,
            String catalog,
            boolean autoCommit,
            int networkTimeout) {}

    private static State stateOf(NemconDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return new State(
                    connection.isReadOnly(),
                    connection.getTransactionIsolation(),
                    connection.getSchema(),
                    connection.getCatalog(),
                    connection.getAutoCommit(),
                    connection.getNetworkTimeout());
        }
    }

    // ---- what must not

    @Test
    void aConnectionThatDiedInPhaseTwoDoesNotComeBack() throws SQLException {
        // drivers' row 5.1.11: the driver tells its pool nothing of it
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1));
        Transaction transaction = withdrawTen(orders);
        String backend = backend(orders);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        database.kill(backend);
        branch.commit();
        branch.release();

        assertThat(backend(orders)).isNotEqualTo(backend);
        assertThat(active(orders)).isZero();
    }

    @Test
    void aBranchKeepsItsConnectionBeyondItsMaximumLifetime() throws Exception {
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1));
        Transaction transaction = withdrawTen(orders);
        String backend = backend(orders);
        // what happens to a connection whose life is over while it is lent out
        orders.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();

        update(orders, WITHDRAW_TEN);
        assertThat(backend(orders)).isEqualTo(backend);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();

        assertThat(balance(1)).isEqualTo(80);
        assertThat(backend(orders)).isNotEqualTo(backend);
    }

    // ---- who waits for whom

    @Test
    void anExhaustedPoolSaysWhoseConnectionsAreOut() throws SQLException {
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1).connectionTimeout(Duration.ofMillis(250)));
        Transaction holder = withdrawTen(orders);
        transactions.suspend();
        transactions.begin();

        assertThatThrownBy(orders::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("1 of 1 in use")
                .hasMessageContaining("a transaction keeps its connection until it has ended")
                .hasMessageContaining("maximumPoolSize");

        transactions.rollback();
        transactions.join(holder);
        transactions.commit();
        assertPoolIsSound(orders);
    }

    @Test
    void aTransactionNeverNeedsASecondConnectionOfAPool() throws SQLException {
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1).connectionTimeout(Duration.ofMillis(250)));
        transactions.begin();
        List<Connection> handles = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            handles.add(orders.getConnection());
        }
        assertThat(active(orders)).isEqualTo(1);
        update(orders, WITHDRAW_TEN);

        transactions.commit(); // prepares, commits and verifies with no other

        assertThat(balance(1)).isEqualTo(90);
        assertThat(active(orders)).isZero();
    }

    @Test
    void twoTransactionsThatTakeTwoPoolsInOppositeOrderDoNotWaitForEver() throws Exception {
        Duration bound = Duration.ofMillis(500);
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1).connectionTimeout(bound));
        NemconDataSource stock = open(builder("stock").maximumPoolSize(1).connectionTimeout(bound));
        Transaction first = transactions.begin();
        update(orders, WITHDRAW_TEN);
        transactions.suspend();
        Transaction second = transactions.begin();
        update(stock, "update account set balance = 0 where id = 2");
        transactions.suspend();

        CompletableFuture<Boolean> one = waitsForAConnection(first, stock);
        CompletableFuture<Boolean> other = waitsForAConnection(second, orders);

        boolean firstGaveUp = one.get(60, TimeUnit.SECONDS);
        boolean secondGaveUp = other.get(60, TimeUnit.SECONDS);
        assertThat(firstGaveUp || secondGaveUp).isTrue();
        for (Transaction transaction : List.of(first, second)) {
            transactions.join(transaction);
            transactions.rollback();
        }
        assertPoolIsSound(orders);
        assertPoolIsSound(stock);
    }

    /** Whether it gave up; a transaction that did is rolled back at once, as an application would. */
    private CompletableFuture<Boolean> waitsForAConnection(Transaction transaction, NemconDataSource source) {
        return CompletableFuture.supplyAsync(() -> {
            transactions.join(transaction);
            try {
                source.getConnection().close();
                transactions.suspend();
                return false;
            } catch (SQLException gaveUp) {
                transactions.suspend();
                return true;
            }
        });
    }

    // ---- leaks

    @Test
    void thousandsOfTransactionsWithFailuresAmongThemLeaveNothingLentOut() throws Exception {
        NemconDataSource orders = open(builder("orders").maximumPoolSize(3));
        execute("create table line (id int primary key)");
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int worker = 0; worker < 3; worker++) {
            int from = worker * 1_000;
            workers.add(CompletableFuture.runAsync(() -> manyTransactions(orders, from)));
        }
        for (CompletableFuture<Void> worker : workers) {
            worker.get(300, TimeUnit.SECONDS);
        }

        assertThat(active(orders)).isZero();
        assertThat(database.prepared()).isEmpty();
        assertThat(ask("select count(*) from line")).isEqualTo("1500"); // the even ones
        assertPoolIsSound(orders);
    }

    private void manyTransactions(NemconDataSource source, int from) {
        for (int id = from; id < from + 1_000; id++) {
            transactions.begin();
            try {
                update(source, "insert into line values (" + id + ")");
                if (id % 10 == 1) {
                    update(source, "insert into line values (" + id + ")"); // fails
                }
                if (id % 4 == 0) {
                    transactions.commit();
                } else if (id % 4 == 2) {
                    transactions.commitOnePhase();
                } else {
                    transactions.rollback();
                }
            } catch (SQLException expected) {
                transactions.rollback();
            }
        }
    }
}
