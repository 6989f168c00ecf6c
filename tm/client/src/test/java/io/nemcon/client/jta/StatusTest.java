package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.fake.FakeGroup.Fate;
import io.nemcon.client.session.SessionConfig;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What getStatus says at each moment, and to whom (JTA 2.0, Status). */
class StatusTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;
    private final OtherThread other = new OtherThread();
    private final SynchronizationRegistry registry = manager.synchronizationRegistry();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        other.close();
        rig.close();
    }

    /** The status as the thread, another thread with the object, and the registry see it. */
    private String seen(String moment, Transaction own) {
        try {
            int there = other.call(own::getStatus);
            return moment + " " + manager.getStatus() + there + registry.getTransactionStatus();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static String all(String moment, int status) {
        return moment + " " + status + status + status;
    }

    private FakeBranch watched(Transaction own) {
        return new FakeBranch("orders")
                .prepares(() -> {
                    heard.add(seen("prepare", own));
                    return PrepareAnswer.yes(Witness.NONE);
                })
                .commits(() -> {
                    heard.add(seen("commit", own));
                    return BranchEnd.COMMITTED;
                })
                .rollsBack(() -> {
                    heard.add(seen("rollback", own));
                    return BranchEnd.ROLLED_BACK;
                });
    }

    private Transaction begin() throws Exception {
        manager.begin();
        Transaction own = manager.getTransaction();
        own.registerSynchronization(new Recorder("s", new ArrayList<>())
                .before(() -> heard.add(seen("before", own)))
                .after(() -> heard.add(seen("after", own))));
        rig.group.listen(SessionCommand.Decide.class, () -> heard.add(seen("decide", own)));
        return own;
    }

    @Test
    void aThreadWithoutATransactionIsToldNone() {
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThat(registry.getTransactionStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThat(manager.userTransaction().getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void aCommitGoesThroughPreparingPreparedAndCommitting() throws Exception {
        Transaction own = begin();
        rig.enlist(watched(own), "orders");
        rig.enlist("stock");
        heard.add(seen("work", own));
        manager.commit();

        assertThat(heard)
                .containsExactly(
                        all("work", Status.STATUS_ACTIVE),
                        all("before", Status.STATUS_ACTIVE),
                        all("prepare", Status.STATUS_PREPARING),
                        all("decide", Status.STATUS_PREPARED),
                        all("commit", Status.STATUS_COMMITTING),
                        all("after", Status.STATUS_COMMITTED));
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_COMMITTED);
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void aCommitInOnePhaseIsCommitting() throws Exception {
        Transaction own = begin();
        rig.enlist(
                new FakeBranch("orders").commitsOnePhase(() -> {
                    heard.add(seen("one", own));
                    return OnePhaseEnd.COMMITTED;
                }),
                "orders");
        manager.commit();

        assertThat(heard)
                .containsExactly(
                        all("before", Status.STATUS_ACTIVE),
                        all("one", Status.STATUS_COMMITTING),
                        all("after", Status.STATUS_COMMITTED));
    }

    @Test
    void aRollbackGoesThroughRollingBack() throws Exception {
        Transaction own = begin();
        rig.enlist(watched(own), "orders");
        manager.rollback();

        assertThat(heard)
                .containsExactly(all("rollback", Status.STATUS_ROLLING_BACK), all("after", Status.STATUS_ROLLEDBACK));
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_ROLLEDBACK);
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void aMarkedOneSaysSoUntilItRollsBack() throws Exception {
        Transaction own = begin();
        rig.enlist(watched(own), "orders");
        manager.setRollbackOnly();
        heard.add(seen("marked", own));
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);

        assertThat(heard)
                .containsExactly(
                        all("marked", Status.STATUS_MARKED_ROLLBACK),
                        all("rollback", Status.STATUS_ROLLING_BACK),
                        all("after", Status.STATUS_ROLLEDBACK));
    }

    @Test
    void aRefusalMakesItRollBack() throws Exception {
        Transaction own = begin();
        rig.enlist(watched(own), "orders");
        rig.enlist(new FakeBranch("stock").prepares(() -> PrepareAnswer.no("unique key")), "stock");
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);

        assertThat(heard)
                .containsExactly(
                        all("before", Status.STATUS_ACTIVE),
                        all("prepare", Status.STATUS_PREPARING),
                        all("rollback", Status.STATUS_ROLLING_BACK),
                        all("after", Status.STATUS_ROLLEDBACK));
    }

    @Test
    void aDecisionToAbortIsNoPreparedState() throws Exception {
        Transaction own = begin();
        rig.enlist(watched(own), "orders");
        rig.enlist(new FakeBranch("stock").prepares(() -> PrepareAnswer.unanswered("connection lost")), "stock");
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);

        assertThat(heard)
                .contains(all("decide", Status.STATUS_ROLLING_BACK), all("rollback", Status.STATUS_ROLLING_BACK))
                .endsWith(all("after", Status.STATUS_ROLLEDBACK));
    }

    @Test
    void anOutcomeThatNobodyKnowsIsUnknown() throws Exception {
        Transaction own = begin();
        rig.enlist(new FakeBranch("orders").commitsOnePhase(() -> OnePhaseEnd.unknown("gone")), "orders");
        assertThatThrownBy(manager::commit).isInstanceOf(OutcomeUnknownException.class);

        assertThat(heard).endsWith(all("after", Status.STATUS_UNKNOWN));
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_UNKNOWN);
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void anOutcomeThatIsLearntLaterIsUnknownOnlyUntilThen() throws Exception { // scenario 47
        try (Rig hasty = new Rig(Duration.ofMillis(100), 64, SessionConfig.TRANSACTIONS_MAX)) {
            hasty.group.next(SessionCommand.Decide.class, Fate.HELD, 1);
            hasty.manager.begin();
            NemconTransaction own = hasty.current();
            hasty.enlist("orders");
            hasty.enlist("stock");
            assertThatThrownBy(hasty.manager::commit).isInstanceOf(OutcomeUnknownException.class);
            assertThat(own.getStatus()).isEqualTo(Status.STATUS_UNKNOWN);

            hasty.group.release();
            Awaitility.await().until(() -> own.getStatus() == Status.STATUS_COMMITTED);
        }
    }

    @Test
    void aTimeoutRollsBackAndTheThreadSeesItUntilItIsTold() throws Exception {
        try (Rig hasty = new Rig(Duration.ofMillis(100), 64, SessionConfig.TRANSACTIONS_MAX)) {
            hasty.manager.begin();
            NemconTransaction own = hasty.current();
            Awaitility.await().until(() -> own.getStatus() == Status.STATUS_ROLLEDBACK);
            assertThat(hasty.manager.getStatus()).isEqualTo(Status.STATUS_ROLLEDBACK);
            assertThat(hasty.manager.getTransaction()).isSameAs(own);
            assertThatThrownBy(hasty.manager::begin).isInstanceOf(NotSupportedException.class);

            hasty.manager.rollback();
            assertThat(hasty.manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        }
    }
}
