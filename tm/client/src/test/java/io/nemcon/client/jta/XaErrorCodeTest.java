package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.protocol.SessionCommand;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Transaction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A driver that throws, after it did what it was told and before: what became of the branch is in the prepared list, if it
 * is anywhere, and never in the code (scenarios 26 to 29, and 32).
 */
class XaErrorCodeTest {

    /** MariaDB's driver has it for all there is; so has H2's. */
    private static final int NO_CODE = 0;

    private static final int UNHEARD_OF = 999;

    private final Rig rig = new Rig();
    private final FakeXa orders = new FakeXa();
    private final FakeXa stock = new FakeXa();

    /** One way to say nothing true. */
    record Trouble(int code, boolean done) {}

    static Stream<Trouble> troubles() {
        return IntStream.of(
                        XAException.XAER_RMERR,
                        XAException.XAER_NOTA,
                        XAException.XAER_RMFAIL,
                        XAException.XAER_PROTO,
                        NO_CODE,
                        UNHEARD_OF,
                        FakeXa.BUG)
                .boxed()
                .flatMap(code -> Stream.of(new Trouble(code, true), new Trouble(code, false)));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void begin(XAResource... resources) throws Exception {
        rig.manager.begin();
        Transaction own = rig.manager.getTransaction();
        for (XAResource resource : resources) {
            assertThat(own.enlistResource(resource)).isTrue();
        }
    }

    private void ordersFails(String call, Trouble trouble) {
        orders.fails(call, trouble.code(), trouble.done(), null);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anErrorOfPrepareMakesTheVoteNoOnceNothingIsPrepared(Trouble trouble) throws Exception {
        ordersFails("prepare", trouble);
        begin(orders, stock);

        assertThatThrownBy(rig.manager::commit).isInstanceOf(RollbackException.class);

        assertThat(orders.heard).endsWith("rollback", "recover");
        assertThat(orders.prepared).isEmpty();
        assertThat(rig.group.sent(SessionCommand.Decide.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anErrorOfCommitIsNoEndOfTheBranch(Trouble trouble) throws Exception {
        ordersFails("commit", trouble);
        begin(orders, stock);

        rig.manager.commit(); // as decided

        assertThat(orders.prepared).isEmpty();
        Awaitility.await()
                .until(() -> !rig.group.sent(SessionCommand.Finished.class).isEmpty());
        assertThat(rig.group.unfinished())
                .as("without a witness nobody can prove that it was done; its agent goes on")
                .isEqualTo(trouble.done() ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anErrorOfRollbackIsNoEndOfTheBranch(Trouble trouble) throws Exception {
        ordersFails("rollback", trouble);
        begin(orders, stock.fails("prepare", XAException.XA_RBINTEGRITY));

        assertThatThrownBy(rig.manager::commit).isInstanceOf(RollbackException.class);

        assertThat(orders.heard).endsWith("rollback", "rollback", "recover");
        assertThat(orders.prepared).isEmpty();
        assertThat(rig.group.unfinished()).isZero();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void anErrorOfAOnePhaseCommitIsAnUnknownOutcome(Trouble trouble) throws Exception {
        ordersFails("commit one", trouble);
        begin(orders);

        assertThatThrownBy(rig.manager::commit).isInstanceOf(OutcomeUnknownException.class);
    }
}
