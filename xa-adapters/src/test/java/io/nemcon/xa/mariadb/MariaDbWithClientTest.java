package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.TestMariaDb;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MariaDB and H2 in one transaction of a real client, as an application has it. */
class MariaDbWithClientTest extends MariaDbTest {

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
            update(orders, "update account set balance = balance - 1 where id = 2");
            transaction.commit();

            assertThat(balance(1)).isEqualTo("90");
            assertThat(balance(2)).isEqualTo("99");
            assertThat(query(audit, "select string_agg(text, ',') from entry")).isEqualTo("first");
            assertThat(prepared()).isEmpty();
        }
    }

    @Test
    void theAgentRemovesTheWitnessesOfWhatIsOver() throws Exception {
        try (Nemcon nemcon = Nemcon.open(NemconConfig.embedded(folder));
                NemconDataSource orders =
                        NemconDataSource.builder(nemcon, "orders").url(url).build();
                NemconDataSource stock =
                        NemconDataSource.builder(nemcon, "stock").url(url).build()) {
            UserTransaction transaction = nemcon.userTransaction();
            transaction.begin();
            update(orders, "update account set balance = balance - 10 where id = 1");
            update(stock, "update account set balance = balance + 10 where id = 2");
            transaction.commit();
            assertThat(ask("select count(*) from nemcon_witness where server_started > 0"))
                    .isEqualTo("2");

            TestMariaDb.execute(url, "update nemcon_witness set prepared_at = prepared_at - 11 * 60000000");

            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(ask("select count(*) from nemcon_witness where server_started > 0"))
                            .isEqualTo("0"));
        }
    }

    private static void work(NemconDataSource orders, NemconDataSource audit, String text) throws SQLException {
        update(orders, "update account set balance = balance - 10 where id = 1");
        update(audit, "insert into entry values ('" + text + "')");
    }
}
