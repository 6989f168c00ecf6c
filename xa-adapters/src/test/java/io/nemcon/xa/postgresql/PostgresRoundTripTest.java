package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.client.branch.Branch;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FaultyProxy;
import io.nemcon.xa.testkit.TestPostgres;
import org.junit.jupiter.api.Test;

/** What a branch costs, counted in messages to the server (two-phase SQL rule 8). */
class PostgresRoundTripTest extends PostgresTest {

    @Test
    void aBranchCostsItsStatementsAndOneRoundTripAPhase() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(TestPostgres.port())) {
            NemconDataSource orders = open(builder("orders")
                    .url(TestPostgres.url(DATABASE, proxy.port()))
                    .maximumPoolSize(1)
                    .pool(pool -> pool.setKeepaliveTime(0)));
            withdrawTen(orders);
            transactions.commit(); // the connection is there and knows its way

            int before = proxy.messages();
            withdrawTen(orders);
            transactions.commit();
            assertThat(proxy.messages() - before).as("update, prepare, commit").isEqualTo(3);

            before = proxy.messages();
            withdrawTen(orders);
            transactions.commitOnePhase();
            assertThat(proxy.messages() - before).as("update, commit").isEqualTo(2);

            before = proxy.messages();
            var transaction = transactions.begin();
            query(orders, "select balance from account");
            Branch reader = ending(transaction);
            reader.endReadOnly();
            reader.release();
            assertThat(proxy.messages() - before).as("select, witness, commit").isEqualTo(3);
        }
    }
}
