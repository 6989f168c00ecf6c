package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.testkit.FaultyProxy;
import io.nemcon.xa.testkit.FaultyProxy.Fault;
import io.nemcon.xa.testkit.TestPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a lost COMMIT is worth without a witness; what is the same in every database is in the conformance suite. */
class PostgresLostAnswerTest extends PostgresTest {

    private FaultyProxy proxy;

    @BeforeEach
    void openProxy() throws IOException {
        proxy = new FaultyProxy(TestPostgres.port());
    }

    @AfterEach
    void closeProxy() throws IOException {
        proxy.close();
    }

    private NemconDataSourceBuilder throughProxy() {
        return builder("orders")
                .examine(false) // the fault strikes the first of its kind, and that is to be the test's
                .url(TestPostgres.url(DATABASE, proxy.port()))
                .pool(pool -> pool.setMinimumIdle(0))
                .maximumPoolSize(1);
    }

    private static NemconDataSourceBuilder impatient(NemconDataSourceBuilder builder) {
        return builder.answerTimeout(Duration.ofMillis(300));
    }

    /** The pool has one place, so this fails if the broken connection came back to it. */
    private void assertPoolIsSound(NemconDataSource source) throws SQLException {
        withdrawTen(source);
        transactions.rollback();
    }

    // ---- one phase

    @Test
    void aOnePhaseCommitThatIsStillOnItsWayIsEndedAndCannotLand() throws Exception {
        // scenario 32 and design section 5: the backend is ended first, and only then the witness is believed
        NemconDataSource orders = open(impatient(throughProxy()));
        withdrawTen(orders);
        proxy.strike("COMMIT", Fault.HOLD);

        OnePhaseEnd end = transactions.commitOnePhase();
        proxy.deliverHeld();

        assertThat(end.kind()).isEqualTo(OnePhaseEnd.Kind.ROLLED_BACK);
        assertThat(balance(1)).isEqualTo("100");
        assertPoolIsSound(orders);
    }

    @Test
    void aOnePhaseCommitWithoutAWitnessAndWithoutABackendIsUnknownAndNeverGuessed() throws SQLException {
        // scenario 32
        NemconDataSource orders = open(throughProxy());
        withdrawTen(orders);
        proxy.strike("COMMIT", Fault.CUT_BEFORE_ANSWER);

        OnePhaseEnd end = transactions.commitOnePhase();

        assertThat(end.kind()).isEqualTo(OnePhaseEnd.Kind.UNKNOWN);
        assertThat(end.why()).contains("onePhaseWitness");
        assertPoolIsSound(orders);
    }
}
