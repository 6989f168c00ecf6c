package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.xa.NemconDataSource;
import jakarta.transaction.RollbackException;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL and H2 in one transaction of a real client, as an application has it. */
class PostgresWithClientTest extends PostgresTest {

    @TempDir
    private Path folder;

    @Test
    void bothDatabasesCommitOrNeitherDoes() throws Exception {
        try (Nemcon nemcon = Nemcon.open(NemconConfig.embedded(folder));
                NemconDataSource orders =
                        NemconDataSource.builder(nemcon, "orders").url(url).build();
                NemconDataSource audit = NemconDataSource.builder(nemcon, "audit")
                        .url("jdbc:h2:mem:audit")
                        .build()) {
            execute(audit, "create table entry (text varchar primary key)");
            UserTransaction transaction = nemcon.userTransaction();

            transaction.begin();
            work(orders, audit, "first");
            transaction.commit();

            transaction.begin();
            work(orders, audit, "second");
            transaction.rollback();

            transaction.begin();
            work(orders, audit, "third");
            assertThatThrownBy(() -> update(orders, "insert into account values (1, 0)"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(transaction::commit)
                    .isInstanceOf(RollbackException.class)
                    .hasMessageContaining("account_pkey");

            transaction.begin();
            update(orders, "update account set balance = balance - 1 where id = 2");
            transaction.commit();

            assertThat(balance(1)).isEqualTo("90");
            assertThat(balance(2)).isEqualTo("99");
            assertThat(query(audit, "select string_agg(text, ',') from entry")).isEqualTo("first");
            assertThat(prepared()).isEqualTo("0");
        }
    }

    private static void work(NemconDataSource orders, NemconDataSource audit, String text) throws SQLException {
        update(orders, "update account set balance = balance - 10 where id = 1");
        update(audit, "insert into entry values ('" + text + "')");
    }
}
