package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.TestPostgres;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application is told that has PostgreSQL in transactions of a real client. */
class PostgresWithClientTest extends PostgresTest {

    @TempDir
    private Path folder;

    @Test
    void whatTheServerRefusedIsFoundByItsSqlStateHoweverTheTransactionEnds() throws Exception {
        // scenario 31
        TestPostgres.execute(
                url, "create table item (id int unique deferrable initially deferred)", "insert into item values (1)");
        try (Nemcon nemcon = Nemcon.open(NemconConfig.embedded(folder));
                NemconDataSource orders =
                        NemconDataSource.builder(nemcon, "orders").url(url).build();
                NemconDataSource stock =
                        NemconDataSource.builder(nemcon, "stock").url(url).build()) {
            UserTransaction transaction = nemcon.userTransaction();

            transaction.begin();
            update(orders, "insert into item values (1)");
            assertThat(sqlStatesBehind(transaction::commit)).as("in one phase").containsExactly("23505");

            transaction.begin();
            update(orders, "insert into item values (1)");
            update(stock, "update account set balance = balance - 10 where id = 1");
            assertThat(sqlStatesBehind(transaction::commit)).as("at the vote").containsExactly("23505");

            transaction.begin();
            assertThatThrownBy(() -> query(orders, "select 1 / 0")).isInstanceOf(SQLException.class);
            assertThat(sqlStatesBehind(transaction::commit))
                    .as("by a statement before")
                    .containsExactly("22012");

            assertThat(balance(1)).isEqualTo("100");
        }
    }

    private static List<String> sqlStatesBehind(ThrowingCallable commit) {
        RollbackException told = catchThrowableOfType(RollbackException.class, commit);
        List<String> states = new ArrayList<>();
        for (Throwable cause = told.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException known) {
                states.add(known.getSQLState());
            }
        }
        return states;
    }

    @Test
    void aRollbackThatWasRefusedAndSwallowedIsDoneInTheEnd() throws Exception {
        try (Nemcon nemcon = Nemcon.open(NemconConfig.embedded(folder));
                NemconDataSource orders =
                        NemconDataSource.builder(nemcon, "orders").url(url).build()) {
            UserTransaction transaction = nemcon.userTransaction();
            transaction.begin();
            update(orders, "update account set balance = balance - 10 where id = 1");
            try (Connection connection = orders.getConnection()) {
                connection.rollback();
            } catch (SQLException swallowed) {
                assertThat(swallowed.getSQLState()).isEqualTo("2D000");
            }

            assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
            assertThatThrownBy(transaction::commit)
                    .isInstanceOf(RollbackException.class)
                    .hasMessageContaining("rollback() was called on a connection of it")
                    .hasCauseInstanceOf(SQLException.class);

            transaction.begin();
            update(orders, "update account set balance = balance - 1 where id = 2");
            try (Connection connection = orders.getConnection()) {
                assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            }
            transaction.commit();

            assertThat(balance(1)).isEqualTo("100");
            assertThat(balance(2)).isEqualTo("99");
        }
    }
}
