package io.nemcon.xa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.xa.testkit.FakeRegistrar;
import io.nemcon.xa.testkit.FakeTransactions;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application sees of a data source, inside and outside of transactions. */
class NemconDataSourceTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final FakeTransactions transactions = new FakeTransactions();
    private final FakeRegistrar registrar = new FakeRegistrar();
    private NemconDataSource orders;

    @BeforeEach
    void open() throws SQLException {
        orders = builder().build();
        try (Connection connection = orders.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table account (id int primary key, balance int)");
            statement.execute("insert into account values (1, 100), (2, 100)");
        }
    }

    private NemconDataSourceBuilder builder() {
        return NemconDataSource.builder(transactions, registrar, "orders")
                .url("jdbc:h2:mem:source" + DATABASES.incrementAndGet())
                .maximumPoolSize(2)
                .connectionTimeout(Duration.ofMillis(250));
    }

    @AfterEach
    void close() {
        orders.close();
    }

    private int balance() throws SQLException {
        try (Connection connection = orders.getConnection()) {
            return balance(connection);
        }
    }

    private static int balance(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select balance from account where id = 1")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void setBalance(Connection connection, int balance) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("update account set balance = ? where id = 1")) {
            statement.setInt(1, balance);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    // ---- outside

    @Test
    void outsideOfTransactionsEachStatementCommitsByItself() throws SQLException {
        try (Connection connection = orders.getConnection()) {
            assertThat(connection.getAutoCommit()).isTrue();
            setBalance(connection, 70);
        }
        assertThat(balance()).isEqualTo(70);
    }

    @Test
    void whatIsUsedInTransactionsOnlyIsRefusedOutsideOfThem() throws SQLException {
        try (NemconDataSource strict = NemconDataSource.builder(transactions, registrar, "strict")
                .url("jdbc:h2:mem:source" + DATABASES.incrementAndGet())
                .transactionRequired(true)
                .build()) {
            assertThatThrownBy(strict::getConnection)
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("25000"))
                    .hasMessageContaining("strict")
                    .hasMessageContaining("begin one, or join the caller's");
            transactions.begin();
            try (Connection inside = strict.getConnection()) {
                assertThat(inside.getAutoCommit()).isFalse();
            }
        }
    }

    @Test
    void outsideOfTransactionsTheApplicationMayHaveItsOwn() throws SQLException {
        try (Connection connection = orders.getConnection()) {
            connection.setAutoCommit(false);
            setBalance(connection, 70);
            connection.rollback();
            setBalance(connection, 60);
            connection.commit();
        }
        assertThat(balance()).isEqualTo(60);
        try (Connection connection = orders.getConnection()) {
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    // ---- one connection a transaction

    @Test
    void allHandlesOfATransactionSeeTheSameUncommittedWork() throws SQLException {
        transactions.begin();
        try (Connection outer = orders.getConnection()) {
            setBalance(outer, 70);
            try (Connection inner = orders.getConnection()) {
                assertThat(inner).isNotSameAs(outer);
                assertThat(inner.unwrap(JdbcConnection.class)).isSameAs(outer.unwrap(JdbcConnection.class));
                assertThat(balance(inner)).isEqualTo(70);
            }
            assertThat(outer.isClosed()).isFalse();
            assertThat(balance(outer)).isEqualTo(70);
        }
        assertThat(active()).isEqualTo(1);
        assertThat(balance()).isEqualTo(70);

        transactions.rollback();

        assertThat(active()).isZero();
        assertThat(balance()).isEqualTo(100);
    }

    private int active() throws SQLException {
        return orders.unwrap(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections();
    }

    @Test
    void aClosedHandleRefusesUseAndClosingTwiceIsNothing() throws SQLException {
        transactions.begin();
        Connection connection = orders.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from account");
        connection.close();
        connection.close();

        assertThat(connection.isClosed()).isTrue();
        assertThat(statement.isClosed()).isTrue();
        assertThat(rows.isClosed()).isTrue();
        assertThatThrownBy(connection::createStatement)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> statement.executeQuery("select 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
        statement.close();
        rows.close();
        transactions.rollback();
    }

    @Test
    void whatWasLeftOpenIsClosedWithTheBranch() throws SQLException {
        transactions.begin();
        Connection connection = orders.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from account");
        Statement drivers = statement.unwrap(org.h2.jdbc.JdbcStatement.class);

        transactions.commit();

        assertThat(drivers.isClosed()).isTrue();
        assertThat(connection.isClosed()).isTrue();
        assertThat(statement.isClosed()).isTrue();
        assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statement.executeQuery("select 1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("get a new one from the data source");
        assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
        connection.close();
    }

    @Test
    void aTransactionThatTakesNoMoreWorkStopsEveryStatement() throws SQLException {
        var transaction = transactions.begin();
        try (Connection connection = orders.getConnection();
                PreparedStatement statement = connection.prepareStatement("select * from account")) {
            transaction.active = false;

            assertThatThrownBy(statement::executeQuery).hasMessageContaining("takes no more work");
            assertThatThrownBy(connection::setSavepoint).hasMessageContaining("takes no more work");
            assertThatThrownBy(orders::getConnection).hasMessageContaining("takes no more work");
        }
        transactions.rollback();
    }

    @Test
    void twoTransactionsOfTwoThreadsHaveConnectionsOfTheirOwn() throws SQLException {
        var first = transactions.begin();
        Connection one = orders.getConnection();
        transactions.suspend();
        transactions.begin();
        Connection other = orders.getConnection();

        assertThat(other.unwrap(JdbcConnection.class)).isNotSameAs(one.unwrap(JdbcConnection.class));

        transactions.rollback();
        transactions.join(first);
        transactions.rollback();
    }

    // ---- what would end the branch

    @Test
    void callsThatWouldEndTheBranchAreRefusedInWords() throws SQLException {
        var transaction = transactions.begin();
        try (Connection connection = orders.getConnection()) {
            setBalance(connection, 70);
            assertThat(connection.getAutoCommit()).isFalse();
            connection.setAutoCommit(false);
            assertThatThrownBy(connection::commit).hasMessageContaining("UserTransaction.commit()");
            assertThatThrownBy(() -> connection.setAutoCommit(true)).hasMessageContaining("UserTransaction.commit()");
            connection.setTransactionIsolation(connection.getTransactionIsolation());
            assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
                    .hasMessageContaining("set it on the data source");
            connection.setReadOnly(false);
            assertThatThrownBy(() -> connection.setReadOnly(true))
                    .hasMessageContaining("before UserTransaction.begin()");
            assertThat(balance(connection)).isEqualTo(70);
            assertThat(transaction.rollbackOnly).isFalse();
            assertThatThrownBy(connection::rollback).hasMessageContaining("UserTransaction.rollback()");
            assertThat(transaction.rollbackOnly).as("it was to be undone").isTrue();
        }
        transactions.rollback();
        assertThat(balance()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit",
                "COMMIT WORK",
                "  Rollback",
                "/* now */ -- really\n commit",
                "(rollback)",
                "end",
                "abort;",
                "prepare transaction 'x'",
                "PREPARE COMMIT x",
                "rollback work",
                "commit/**/",
            })
    void statementsThatWouldEndTheBranchAreRefused(String sql) throws SQLException {
        var transaction = transactions.begin();
        try (Connection connection = orders.getConnection();
                Statement statement = connection.createStatement()) {
            setBalance(connection, 70);
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("UserTransaction");
            assertThatThrownBy(() -> statement.addBatch(sql)).hasMessageContaining("UserTransaction");
            assertThatThrownBy(() -> connection.prepareStatement(sql)).hasMessageContaining("UserTransaction");
            assertThat(transaction.rollbackOnly).isEqualTo(sql.matches("(?is).*(rollback|abort).*"));
        }
        transactions.rollback();
        assertThat(balance()).isEqualTo(100);
    }

    @Test
    void savepointsAreTheApplications() throws SQLException {
        transactions.begin();
        try (Connection connection = orders.getConnection();
                Statement statement = connection.createStatement()) {
            setBalance(connection, 70);
            Savepoint savepoint = connection.setSavepoint("here");
            setBalance(connection, 60);
            connection.rollback(savepoint);
            assertThat(balance(connection)).isEqualTo(70);
            statement.execute("savepoint there");
            setBalance(connection, 50);
            statement.execute("rollback to savepoint there");
            connection.releaseSavepoint(connection.setSavepoint());
        }
        transactions.commit();
        assertThat(balance()).isEqualTo(70);
    }

    @Test
    void everyWayBackLeadsToTheHandle() throws SQLException {
        transactions.begin();
        try (Connection connection = orders.getConnection();
                PreparedStatement statement = connection.prepareStatement("select * from account");
                ResultSet rows = statement.executeQuery()) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(rows.getStatement()).isSameAs(statement);
            assertThat(statement.getResultSet().getStatement()).isSameAs(statement);
            assertThat(metaData.getConnection()).isSameAs(connection);
            try (ResultSet tables = metaData.getTables(null, null, "ACCOUNT", null)) {
                assertThat(tables.next()).isTrue();
                assertThat(tables.getStatement()).isNull(); // H2 tells none
            }
            assertThat(Set.of(statement, rows, metaData)).contains(statement, rows, metaData);
            assertThat(statement.isWrapperFor(PreparedStatement.class)).isTrue();
            assertThat(statement.unwrap(PreparedStatement.class)).isSameAs(statement);
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
        }
        transactions.rollback();
    }

    @Test
    void aDriversExceptionComesThroughAsItIs() throws SQLException {
        transactions.begin();
        try (Connection connection = orders.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("insert into account values (1, 1)"))
                    .isInstanceOf(java.sql.SQLIntegrityConstraintViolationException.class);
        }
        transactions.rollback();
    }

    @Test
    void batchesAndGeneratedKeysWorkAsEver() throws SQLException {
        transactions.begin();
        try (Connection connection = orders.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into account values (?, 5)", Statement.RETURN_GENERATED_KEYS)) {
            for (int id = 3; id < 6; id++) {
                insert.setInt(1, id);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
            try (ResultSet keys = insert.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getStatement()).isSameAs(insert);
            }
        }
        transactions.commit();
    }

    // ---- the pool and its life

    @Test
    void anExhaustedPoolSaysWhoHoldsItsConnections() throws SQLException {
        var first = transactions.begin();
        orders.getConnection().close();
        transactions.suspend();
        Connection plain = orders.getConnection();
        transactions.begin();

        assertThatThrownBy(orders::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("2 of 2 in use")
                .hasMessageContaining("maximumPoolSize");

        plain.close();
        assertThat(balance()).isEqualTo(100);
        transactions.rollback();
        transactions.join(first);
        transactions.rollback();
    }

    @Test
    void aTransactionMayMoveToAnotherThread() throws Exception {
        var transaction = transactions.begin();
        try (Connection connection = orders.getConnection()) {
            setBalance(connection, 70);
        }
        transactions.suspend();
        transaction.branch("orders").suspend();
        Thread other = new Thread(() -> {
            transaction.branch("orders").resume();
            transactions.join(transaction);
            transactions.commit();
        });
        other.start();
        other.join();

        assertThat(balance()).isEqualTo(70);
    }

    @Test
    void closingLetsGoOfTheDatabaseAndOfItsAgent() throws SQLException {
        assertThat(registrar.resource("orders")).isNotNull();

        orders.close();
        orders.close();

        assertThat(registrar.isEmpty()).isTrue();
        assertThat(orders.isClosed()).isTrue();
        assertThatThrownBy(orders::getConnection).isInstanceOf(SQLException.class);
    }

    @Test
    void aNameThatIsTakenIsRefusedAndTheFirstOneStays() {
        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("orders");
        assertThat(registrar.resource("orders")).isNotNull();
    }

    @Test
    void aUrlThatNobodyKnowsIsRefusedInWords() {
        assertThatThrownBy(() -> NemconDataSource.builder(transactions, registrar, "other")
                        .url("jdbc:unheard:of")
                        .build())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("jdbc:unheard:of")
                .hasMessageContaining("DatabaseAdapter");
    }

    @Test
    void passwordsAreNotPrinted() {
        assertThat(new io.nemcon.xa.spi.AdapterSettings(
                                new io.nemcon.core.id.ResourceName("orders"),
                                "jdbc:h2:mem:x",
                                "me",
                                "geheim",
                                java.util.Map.of("k", "v"),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                false)
                        .toString())
                .doesNotContain("geheim");
    }
}
