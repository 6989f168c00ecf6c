package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FaultyProxy;
import io.nemcon.xa.testkit.FaultyProxy.Fault;
import io.nemcon.xa.testkit.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a lost COMMIT is worth without a witness; what is the same in every database is in the conformance suite. */
class PostgresLostAnswerTest extends PostgresTest {

    @Test
    void aOnePhaseCommitThatIsStillOnItsWayIsEndedAndCannotLand() throws Exception {
        // scenario 32 and design section 5: the backend is ended first, and only then the witness is believed
        try (FaultyProxy proxy = new FaultyProxy(TestPostgres.port())) {
            NemconDataSource orders = open(builder("orders")
                    .examine(false) // the fault strikes the first of its kind, and that is to be the test's
                    .url(TestPostgres.url(DATABASE, proxy.port()))
                    .pool(pool -> pool.setMinimumIdle(0))
                    .maximumPoolSize(1)
                    .answerTimeout(Duration.ofMillis(300)));
            withdrawTen(orders);
            proxy.strike("COMMIT", Fault.HOLD);

            OnePhaseEnd end = transactions.commitOnePhase();
            proxy.deliverHeld();

            assertThat(end.kind()).isEqualTo(OnePhaseEnd.Kind.ROLLED_BACK);
            assertThat(balance(1)).isEqualTo("100");
            assertPoolIsSound(orders);
        }
    }
}
