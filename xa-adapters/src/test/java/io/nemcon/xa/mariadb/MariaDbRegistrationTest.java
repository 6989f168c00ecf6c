package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.TestMariaDb;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked before a database is taken in, and what its pool is like then. */
class MariaDbRegistrationTest extends MariaDbTest {

    private void assertRefused(String jdbcUrl, String... words) {
        assertThatThrownBy(() -> builder("orders")
                        .url(jdbcUrl)
                        .verifyTimeout(Duration.ofSeconds(5))
                        .build())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("resource orders")
                .hasMessageContainingAll(words);
        assertThat(registrar.isEmpty()).isTrue();
    }

    @Test
    void aMySqlUrlIsRefusedInWords() {
        assertRefused("jdbc:mysql://localhost/orders", "MySQL is not tested yet", "jdbc:mariadb:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb://one,two/orders",
                "jdbc:mariadb:sequential://one/orders",
                "jdbc:mariadb:loadbalance://one/orders",
                "jdbc:mariadb:replication://one,two/orders",
            })
    void aUrlThatMayLeadToSeveralServersIsRefused(String several) {
        assertRefused(several, "does not name one server");
    }

    @Test
    void aUrlWithoutADatabaseIsRefused() {
        assertRefused(TestMariaDb.url("", TestMariaDb.port()), "names no database", "jdbc:mariadb://host:3306/orders");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        assertRefused(TestMariaDb.url("bank", nobody), "does not answer");
    }

    @Test
    void aReplicaIsRefusedWithTheStatementThatMendsIt() throws SQLException {
        TestMariaDb.execute(url, "set global read_only = on");
        try {
            assertRefused(url, "read_only", "SET GLOBAL read_only = OFF");
        } finally {
            TestMariaDb.execute(url, "set global read_only = off");
        }
    }

    @Test
    void oracleModeIsRefused() throws SQLException {
        String before = ask("select @@global.sql_mode");
        TestMariaDb.execute(url, "set global sql_mode = 'ORACLE'");
        try {
            assertRefused(url, "sql_mode has ORACLE", "SET GLOBAL sql_mode");
        } finally {
            TestMariaDb.execute(url, "set global sql_mode = '" + before + "'");
        }
    }

    @Test
    void theWitnessTableIsMadeWhereThatIsAllowed() throws SQLException {
        open("orders");

        assertThat(ask("select engine from information_schema.tables where table_schema = 'bank'"
                        + " and table_name = 'nemcon_witness'"))
                .isEqualTo("InnoDB");
        assertThat(witnesses()).isEqualTo("0");
    }

    @Test
    void aMissingWitnessTableThatMayNotBeMadeIsRefusedWithTheStatementsThatMendIt() throws SQLException {
        TestMariaDb.execute(
                url,
                "create or replace user 'clerk'@'127.0.0.1' identified by 'secret'",
                "grant select, insert, update, delete on bank.account to 'clerk'@'127.0.0.1'");
        String create = new WitnessTable("bank").create();
        String grant = "GRANT SELECT, INSERT, UPDATE, DELETE ON `bank`.nemcon_witness TO 'clerk'@'127.0.0.1'";
        assertRefused(clerksUrl(), create, grant);

        TestMariaDb.execute(url, create);
        assertRefused(clerksUrl(), grant);

        TestMariaDb.execute(url, grant);
        NemconDataSource orders = open(builder("orders").url(clerksUrl()));
        withdrawTen(orders);
        transactions.commit();
        assertThat(balance(1)).isEqualTo("90");
    }

    private static String clerksUrl() {
        return "jdbc:mariadb://127.0.0.1:" + TestMariaDb.port() + "/bank?user=clerk&password=secret";
    }

    @Test
    void aWitnessTableOfAnotherEngineIsRefused() throws SQLException {
        TestMariaDb.execute(url, new WitnessTable("bank").create().replace("ENGINE=InnoDB", "ENGINE=Aria"));

        assertRefused(url, "has the engine Aria", "ALTER TABLE `bank`.nemcon_witness ENGINE=InnoDB");
    }

    @Test
    void aWitnessTableWithOtherColumnsIsRefused() throws SQLException {
        TestMariaDb.execute(url, "create table nemcon_witness (id int primary key)");

        assertRefused(url, "cannot be made or written", "DROP TABLE `bank`.nemcon_witness", "CREATE TABLE");
    }

    @Test
    void whereViewsCallFunctionsNoSelectIsTakenForARead() throws SQLException {
        TestMariaDb.execute(
                url,
                "create function take() returns int modifies sql data begin"
                        + " update account set balance = 0 where id = 1; return 1; end",
                "create view taking as select take()");
        NemconDataSource orders = open("orders");
        assertThat(orders.limits()).contains("views call stored functions");
        var transaction = transactions.begin();
        query(orders, "select * from taking");

        assertThat(ending(transaction).looksReadOnly()).isFalse();
        ending(transaction).rollback();
        ending(transaction).release();
        assertThat(balance(1)).isEqualTo("100");
    }

    @Test
    void outsideOfTransactionsAConnectionIsAnOrdinaryOneAndComesBackFitForABranch() throws SQLException {
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1));
        try (Connection connection = orders.getConnection()) {
            assertThat(connection.getAutoCommit()).isTrue();
        }
        update(orders, "update account set balance = 50 where id = 1");
        assertThat(balance(1)).isEqualTo("50");

        withdrawTen(orders);
        assertThat(balance(1)).isEqualTo("50");
        transactions.commit();
        assertThat(balance(1)).isEqualTo("40");

        update(orders, "update account set balance = 30 where id = 1");
        assertThat(balance(1)).isEqualTo("30");
        withdrawTen(orders);
        transactions.rollback();
        assertThat(balance(1)).isEqualTo("30");
    }

    @Test
    void theSameConnectionServesOneTransactionAfterAnother() throws SQLException {
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1));
        String connection = query(orders, "select connection_id()");
        for (int i = 0; i < 3; i++) {
            withdrawTen(orders);
            transactions.commit();
            withdrawTen(orders);
            transactions.commitOnePhase();
            withdrawTen(orders);
            transactions.rollback();
        }
        assertThat(query(orders, "select connection_id()")).isEqualTo(connection);
        assertThat(balance(1)).isEqualTo("40");
        assertThat(orders.unwrap(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections())
                .isZero();
        assertThat(orders.limits()).isEmpty();
    }
}
