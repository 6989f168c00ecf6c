package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FaultyProxy;
import io.nemcon.xa.testkit.FaultyProxy.Fault;
import io.nemcon.xa.testkit.TestPostgres;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The server itself crashes, and recovers from its log. */
class PostgresCrashTest extends PostgresTest {

    @Test
    void aTransactionIdThatACrashGaveToSomebodyElseProvesNothing() throws Exception {
        // two-phase SQL rule 2, scenario 32
        try (FaultyProxy proxy = new FaultyProxy(TestPostgres.port())) {
            NemconDataSource orders = open(builder("orders")
                    .examine(false)
                    .url(TestPostgres.url(DATABASE, proxy.port()))
                    .onePhaseWitness(true)
                    .verifyTimeout(Duration.ofSeconds(30)));
            var transaction = transactions.begin();
            String xid = query(orders, "select pg_current_xact_id()::text");
            execute(orders, "lock table account in share mode");
            Branch branch = ending(transaction);
            proxy.strike("COMMIT", Fault.HOLD);
            CompletableFuture<OnePhaseEnd> end = CompletableFuture.supplyAsync(branch::commitOnePhase);
            proxy.awaitStruck();

            TestPostgres.crash(url);
            while (ask("select pg_current_xact_id()::text").compareTo(xid) < 0) {
                TestPostgres.execute(url, "select 1");
            }
            String reused = ask("select pg_xact_status('" + xid + "'::xid8)");
            proxy.cutAll();

            assertThat(reused).isEqualTo("committed");
            assertThat(end.get(60, TimeUnit.SECONDS).kind()).isEqualTo(OnePhaseEnd.Kind.UNKNOWN);
            branch.release();
        }
    }
}
