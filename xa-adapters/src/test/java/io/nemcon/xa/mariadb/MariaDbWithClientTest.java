package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.TestMariaDb;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MariaDB in transactions of a real client. */
class MariaDbWithClientTest extends MariaDbTest {

    @TempDir
    private Path folder;

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
}
