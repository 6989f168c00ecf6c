package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nemcon.client.branch.Branch;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import io.nemcon.xa.testkit.FaultyProxy;
import io.nemcon.xa.testkit.FaultyProxy.Fault;
import io.nemcon.xa.testkit.TestMariaDb;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A connection that dies under a statement; what is the same in every database is in the conformance suite. */
class MariaDbLostAnswerTest extends MariaDbTest {

    @Test
    void aConnectionThatDiesDuringTheWorkMakesTheVoteNo() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(TestMariaDb.port())) {
            NemconDataSource orders = open(builder("orders")
                    .url(TestMariaDb.url(DATABASE, proxy.port()))
                    .pool(pool -> pool.setMinimumIdle(0))
                    .maximumPoolSize(1));
            Transaction transaction = withdrawTen(orders);
            proxy.strike("where id = 2", Fault.CUT_BEFORE);
            SQLException lost = catchThrowableOfType(
                    SQLException.class, () -> update(orders, "update account set balance = 0 where id = 2"));
            assertThat(lost.getSQLState()).startsWith("08");
            Branch branch = ending(transaction);

            assertThat(branch.prepare().vote()).isEqualTo(Vote.NO);
            branch.release();

            assertThat(balance(1)).isEqualTo("100");
            assertPoolIsSound(orders);
        }
    }
}
