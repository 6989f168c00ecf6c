package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FaultyProxy;
import io.nemcon.xa.testkit.FaultyProxy.Fault;
import io.nemcon.xa.testkit.TestMariaDb;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The server itself crashes, and recovers from its log. */
class MariaDbCrashTest extends MariaDbTest {

    @Test
    void aPreparedBranchOutlivesTheServersCrash() throws Exception {
        // scenario 24
        Branch committed = ending(withdrawTen(open("orders")));
        NemconDataSource stock = open("stock");
        var second = transactions.begin();
        update(stock, "update account set balance = 0 where id = 2");
        Branch rolledBack = ending(second);
        assertThat(committed.prepare().vote()).isEqualTo(Vote.YES);
        assertThat(rolledBack.prepare().vote()).isEqualTo(Vote.YES);

        TestMariaDb.crash();

        assertThat(committed.commit()).isEqualTo(BranchEnd.COMMITTED);
        assertThat(rolledBack.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        committed.release();
        rolledBack.release();
        assertThat(balance(1)).isEqualTo("90");
        assertThat(balance(2)).isEqualTo("100");
    }

    @Test
    void anAgentFinishesWhatTheCrashLeft() throws Exception {
        // scenarios 20 and 24; nobody's connection is ended for a number that stood in a row before the restart
        Branch branch = ending(withdrawTen(open("orders")));
        var witness = branch.prepare().witness();

        TestMariaDb.crash();
        var resource = registrar.resource("orders");
        Listed listed = resource.prepared().get(0);

        assertThat(resource.commit(listed)).isEmpty();
        assertThat(resource.ask(listed.branch(), witness)).isEqualTo(Testimony.COMMITTED);
        branch.release();
        assertThat(balance(1)).isEqualTo("90");
    }

    @Test
    void anUnpreparedBranchIsGoneWithTheServersCrash() throws Exception {
        // scenario 18
        Branch branch = ending(withdrawTen(open("orders")));

        TestMariaDb.crash();

        assertThat(branch.prepare().vote()).isEqualTo(Vote.NO);
        branch.release();
        assertThat(balance(1)).isEqualTo("100");
    }

    @Test
    void aOnePhaseCommitThatNeverArrivedIsKnownToBeRolledBackAfterACrash() throws Exception {
        // scenario 32
        try (FaultyProxy proxy = new FaultyProxy(TestMariaDb.port())) {
            NemconDataSource orders = open(builder("orders")
                    .url(TestMariaDb.url(DATABASE, proxy.port()))
                    .onePhaseWitness(true)
                    .verifyTimeout(Duration.ofSeconds(30)));
            Branch branch = ending(withdrawTen(orders));
            proxy.strike("ONE PHASE", Fault.HOLD);
            CompletableFuture<OnePhaseEnd> end = CompletableFuture.supplyAsync(branch::commitOnePhase);
            proxy.awaitStruck();

            TestMariaDb.crash();
            proxy.cutAll();

            OnePhaseEnd found = end.get(60, TimeUnit.SECONDS);
            assertThat(found.kind()).as(found.why()).isEqualTo(OnePhaseEnd.Kind.ROLLED_BACK);
            assertThat(balance(1)).isEqualTo("100");
            branch.release();
        }
    }
}
