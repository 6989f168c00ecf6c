package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.xa.NemconDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is checked before a database is taken in, and what its pool is like then. */
class PostgresRegistrationTest extends PostgresTest {

    @Test
    void aServerThatCannotPrepareIsRefusedWithTheStatementThatMendsIt() throws Exception {
        // scenario 33
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("max_prepared_transactions", "0")
                .start()) {
            assertThatThrownBy(() -> builder("orders")
                            .url(server.getJdbcUrl("postgres", "postgres"))
                            .build())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("resource orders")
                    .hasMessageContaining("max_prepared_transactions is 0")
                    .hasMessageContaining("ALTER SYSTEM SET max_prepared_transactions = 100")
                    .hasMessageContaining("restart");
            assertThat(registrar.isEmpty()).isTrue();
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        assertThatThrownBy(() -> builder("orders")
                        .url("jdbc:postgresql://localhost:" + nobody + "/orders")
                        .user("postgres")
                        .verifyTimeout(Duration.ofSeconds(1))
                        .build())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("resource orders")
                .hasMessageContaining("does not answer");
        assertThat(registrar.isEmpty()).isTrue();
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
}
