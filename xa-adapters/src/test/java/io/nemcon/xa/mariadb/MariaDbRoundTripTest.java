package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.client.branch.Branch;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FaultyProxy;
import io.nemcon.xa.testkit.TestMariaDb;
import org.junit.jupiter.api.Test;

/** What a branch costs, counted in messages to the server (two-phase SQL rule 14). */
class MariaDbRoundTripTest extends MariaDbTest {

    @Test
    void aBranchCostsItsStatementsItsStartAndOneRoundTripAPhase() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(TestMariaDb.port())) {
            NemconDataSource orders = open(builder("orders")
                    .url(TestMariaDb.url(DATABASE, proxy.port()))
                    .onePhaseWitness(true)
                    .maximumPoolSize(1)
                    .pool(pool -> pool.setKeepaliveTime(0)));
            withdrawTen(orders);
            transactions.commit(); // the connection is there and known

            int before = proxy.messages();
            withdrawTen(orders);
            transactions.commit();
            assertThat(proxy.messages() - before)
                    .as("start, update, prepare, commit")
                    .isEqualTo(4);

            before = proxy.messages();
            withdrawTen(orders);
            transactions.commitOnePhase();
            assertThat(proxy.messages() - before).as("start, update, commit").isEqualTo(3);

            before = proxy.messages();
            withdrawTen(orders);
            transactions.rollback();
            assertThat(proxy.messages() - before).as("start, update, rollback").isEqualTo(3);

            before = proxy.messages();
            var transaction = transactions.begin();
            query(orders, "select balance from account");
            Branch reader = ending(transaction);
            reader.endReadOnly();
            reader.release();
            assertThat(proxy.messages() - before).as("start, select, commit").isEqualTo(3);
        }
    }
}
