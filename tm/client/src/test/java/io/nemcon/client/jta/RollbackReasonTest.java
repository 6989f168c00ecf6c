package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.fake.FakeGroup.Fate;
import io.nemcon.client.session.SessionConfig;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Why a commit was a rollback: in words, as a cause, and for a program. */
class RollbackReasonTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;

    @AfterEach
    void close() {
        rig.close();
    }

    private RolledBackException toldByCommit() {
        return catchThrowableOfType(RolledBackException.class, manager::commit);
    }

    @Test
    void aRefusalIsToldWithWhatTheDriverThrew() throws Exception {
        XAException refusal = new XAException(XAException.XA_RBINTEGRITY);
        FakeXa stock = new FakeXa() {
            @Override
            public int prepare(Xid xid) throws XAException {
                throw refusal;
            }
        };
        manager.begin();
        rig.current().enlistResource(new FakeXa());
        rig.current().enlistResource(stock);

        assertThat(toldByCommit())
                .hasMessageContaining("voted NO: prepare failed with XA_RBINTEGRITY")
                .hasCause(refusal)
                .extracting(RolledBackException::reason)
                .isEqualTo(Reason.VOTED_NO);
    }

    @Test
    void aRefusalInOnePhaseToo() throws Exception {
        SQLException refusal = new SQLException("duplicate key", "23505");
        manager.begin();
        rig.enlist(
                new FakeBranch("orders").commitsOnePhase(() -> OnePhaseEnd.rolledBack("duplicate key", refusal)),
                "orders");

        assertThat(toldByCommit())
                .hasMessageContaining("branch orders: duplicate key")
                .hasCause(refusal)
                .extracting(RolledBackException::reason)
                .isEqualTo(Reason.VOTED_NO);
    }

    @Test
    void aPrepareWithoutAnswerIsNoVote() throws Exception {
        manager.begin();
        rig.enlist("orders");
        rig.enlist(new FakeBranch("stock").prepares(() -> PrepareAnswer.unanswered("connection lost")), "stock");

        assertThat(toldByCommit().reason()).isEqualTo(Reason.PREPARE_UNANSWERED);
    }

    @Test
    void aMarkIsTheApplicationsAndNoVote() throws Exception {
        manager.begin();
        rig.enlist("orders");
        manager.setRollbackOnly();

        assertThat(toldByCommit())
                .hasMessageContaining("APPLICATION")
                .hasMessageContaining("marked for rollback by the application")
                .hasNoCause()
                .extracting(RolledBackException::reason)
                .isEqualTo(Reason.APPLICATION);
    }

    @Test
    void aMarkAtTheLastMomentIsStillNoVote() throws Exception {
        manager.begin();
        rig.enlist("orders");
        rig.enlist("stock");
        NemconTransaction own = rig.current();
        own.registerSynchronization(new Recorder("s", new ArrayList<>()).before(own::setRollbackOnly));

        assertThat(toldByCommit().reason()).isEqualTo(Reason.APPLICATION);
    }

    @Test
    void whatASynchronizationThrewIsTheCause() throws Exception {
        IllegalStateException thrown = new IllegalStateException("flush failed");
        manager.begin();
        rig.enlist("orders");
        rig.current().registerSynchronization(new Recorder("s", new ArrayList<>()).before(() -> {
                    throw thrown;
                }));

        assertThat(toldByCommit())
                .hasMessageContaining("flush failed")
                .hasCause(thrown)
                .extracting(RolledBackException::reason)
                .isEqualTo(Reason.APPLICATION);
    }

    @Test
    void aTimeoutIsTheReasonAlsoWhereAMarkOrACommitComesAfterIt() throws Exception {
        try (Rig hasty = new Rig(Duration.ofMillis(100), 64, SessionConfig.TRANSACTIONS_MAX)) {
            hasty.manager.begin();
            FakeBranch orders = hasty.enlist("orders");
            orders.awaitHeard("release");
            hasty.manager.setRollbackOnly();

            assertThat(catchThrowableOfType(RolledBackException.class, hasty.manager::commit))
                    .hasMessageContaining("(TIMEOUT): it timed out after 100 ms")
                    .extracting(RolledBackException::reason)
                    .isEqualTo(Reason.TIMEOUT);
        }
    }

    @Test
    void aPrepareThatIsCancelledByTheTimeoutIsATimeoutAndNoVote() throws Exception {
        try (Rig hasty = new Rig(Duration.ofMillis(100), 64, SessionConfig.TRANSACTIONS_MAX)) {
            hasty.manager.begin();
            hasty.enlist("orders");
            hasty.enlist(new FakeBranch("stock").prepareHangsUntilCancelled(), "stock");

            assertThat(catchThrowableOfType(RolledBackException.class, hasty.manager::commit))
                    .hasMessageContaining("(TIMEOUT): it timed out after 100 ms: branch stock voted NO: cancelled")
                    .extracting(RolledBackException::reason)
                    .isEqualTo(Reason.TIMEOUT);
        }
    }

    @Test
    void anEndedSessionIsTheReason() throws Exception { // scenario 82
        manager.begin();
        rig.enlist("orders");
        rig.enlist("stock");
        rig.group.end(rig.sessions.id());

        assertThat(toldByCommit().reason()).isEqualTo(Reason.SESSION_ENDED);
    }

    @Test
    void aLimitOfTheLedgerIsNoVote() throws Exception { // scenario 14b: the branches agreed
        manager.begin();
        rig.enlist("orders");
        rig.enlist("stock");
        rig.group.next(SessionCommand.Decide.class, Fate.LIMIT, 1);

        assertThat(toldByCommit())
                .hasMessageContaining("(LIMIT_REACHED): limit of the day reached")
                .hasNoCause()
                .extracting(RolledBackException::reason)
                .isEqualTo(Reason.LIMIT_REACHED);
    }

    @Test
    void aBranchThatWasToldToRollBackMarksItsTransaction() throws Exception {
        SQLException refusal = new SQLException("rollback() is refused on this connection", "2D000");
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        orders.context().setRollbackOnly("rollback() was called on a connection of it", refusal);

        assertThatThrownBy(() -> rig.enlist("stock"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("takes no more work: rollback() was called on a connection of it");
        assertThat(toldByCommit())
                .hasMessageContaining("rollback() was called on a connection of it")
                .hasCause(refusal)
                .extracting(RolledBackException::reason)
                .isEqualTo(Reason.APPLICATION);
    }

    @Test
    void anEnlistmentThatComesTooLateIsToldTheSame() throws Exception {
        manager.begin();
        manager.setRollbackOnly();
        NemconTransaction own = rig.current();

        assertThat(catchThrowableOfType(RolledBackException.class, () -> own.enlistResource(new FakeXa())))
                .hasMessageContaining("can only roll back: it was marked for rollback by the application")
                .extracting(RolledBackException::reason)
                .isEqualTo(Reason.APPLICATION);
        assertThat(catchThrowableOfType(
                                RolledBackException.class,
                                () -> own.registerSynchronization(new Recorder("s", new ArrayList<>())))
                        .reason())
                .isEqualTo(Reason.APPLICATION);
        manager.rollback();
    }

    @Test
    void anUnknownOutcomeHasTheDriversExceptionAsItsCause() throws Exception {
        FakeXa gone = new FakeXa().failsAfterItsWork("commit one", XAException.XAER_RMFAIL);
        manager.begin();
        rig.current().enlistResource(gone);

        assertThatThrownBy(manager::commit)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasCauseInstanceOf(XAException.class);
    }
}
