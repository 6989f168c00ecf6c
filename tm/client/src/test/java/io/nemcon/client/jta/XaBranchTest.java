package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.SessionCommand;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.sql.SQLException;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** XAResources and what their error codes are worth (knowledge of drivers, 5.9). */
class XaBranchTest {

    private static final int MARIADB_CODE = 0;

    private final Rig rig = new Rig();
    private final FakeXa orders = new FakeXa();
    private final FakeXa stock = new FakeXa();

    @AfterEach
    void close() {
        rig.close();
    }

    private Transaction begin(XAResource... resources) throws Exception {
        rig.manager.begin();
        Transaction own = rig.manager.getTransaction();
        for (XAResource resource : resources) {
            assertThat(own.enlistResource(resource)).isTrue();
        }
        return own;
    }

    private List<SessionCommand.Decide> decides() {
        return rig.group.sent(SessionCommand.Decide.class);
    }

    @Test
    void twoResourcesArePreparedAndCommitted() throws Exception {
        begin(orders, stock);
        rig.manager.commit();

        assertThat(orders.heard).containsExactly("start", "end", "prepare", "commit");
        assertThat(stock.heard).containsExactly("start", "end", "prepare", "commit");
    }

    @Test
    void aResourceAloneCommitsInOnePhase() throws Exception {
        begin(orders);
        rig.manager.commit();

        assertThat(orders.heard).containsExactly("start", "end", "commit one");
    }

    @Test
    void aStartThatFailsIsToldAndTheXidIsNotUsedAgain() throws Exception {
        orders.fails("start", XAException.XAER_DUPID);
        rig.manager.begin();
        Transaction own = rig.manager.getTransaction();

        assertThatThrownBy(() -> own.enlistResource(orders))
                .isInstanceOf(SystemException.class)
                .hasMessageContaining("XAER_DUPID");
        own.enlistResource(orders);
        own.enlistResource(stock);
        rig.manager.commit();
        assertThat(decides().get(0).branches())
                .extracting(branch -> branch.number())
                .containsExactly(1, 2);
    }

    @Test
    void anErrorAtPrepareIsRolledBackAndLookedAt() throws Exception { // scenario 31
        orders.fails("prepare", XAException.XA_RBINTEGRITY);
        begin(orders, stock);

        assertThatThrownBy(rig.manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("prepare failed with XA_RBINTEGRITY");
        assertThat(orders.heard).containsExactly("start", "end", "prepare", "rollback", "recover");
        assertThat(decides()).isEmpty();
    }

    @Test
    void anErrorAtPrepareOfABranchThatIsPreparedAllTheSameLeavesNoOrphan() throws Exception { // scenarios 26, 27
        orders.failsAfterItsWork("prepare", XAException.XAER_RMFAIL);
        begin(orders, stock);

        assertThatThrownBy(rig.manager::commit).isInstanceOf(RollbackException.class);
        assertThat(orders.prepared).isEmpty();
        assertThat(decides()).isEmpty();
    }

    @Test
    void aPrepareWhoseEndCanNotBeSeenIsDecidedAbort() throws Exception {
        orders.failsAfterItsWork("prepare", MARIADB_CODE)
                .fails("rollback", XAException.XAER_RMFAIL)
                .fails("rollback", XAException.XAER_RMFAIL)
                .fails("recover", XAException.XAER_RMFAIL)
                .fails("recover", XAException.XAER_RMFAIL);
        begin(orders, stock);

        assertThatThrownBy(rig.manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("gave no answer to prepare")
                .hasMessageContaining("unknown code 0");
        assertThat(decides()).singleElement().matches(decide -> decide.decision() == Decision.ABORT);
        assertThat(rig.group.unfinished()).isEqualTo(1); // the agent's to roll back
    }

    @Test
    void aReadOnlyVoteTakesNoPartInPhaseTwo() throws Exception {
        orders.votes(XAResource.XA_RDONLY);
        begin(orders, stock);
        rig.manager.commit();

        assertThat(orders.heard).containsExactly("start", "end", "prepare");
        assertThat(decides()).singleElement().satisfies(decide -> assertThat(decide.branches())
                .hasSize(1));
    }

    @Test
    void anErrorAtCommitOfABranchThatIsStillPreparedIsTriedAgain() throws Exception { // scenario 27
        orders.fails("commit", XAException.XAER_RMERR);
        begin(orders, stock);
        rig.manager.commit();

        assertThat(orders.heard).containsSubsequence("commit", "recover", "commit");
        assertThat(orders.prepared).isEmpty();
    }

    @Test
    void notaAtCommitIsNoSuccess() throws Exception { // scenario 28
        orders.failsAfterItsWork("commit", XAException.XAER_NOTA);
        begin(orders, stock);
        rig.manager.commit(); // as decided; what became of the branch is its agent's to prove

        assertThatOneOfTwoIsReported();
    }

    @Test
    void aCommitWithoutAClearAnswerIsNotReportedAsFinished() throws Exception {
        orders.failsAfterItsWork("commit", XAException.XAER_RMFAIL).fails("recover", XAException.XAER_RMFAIL);
        begin(orders, stock);
        rig.manager.commit();

        assertThatOneOfTwoIsReported();
    }

    private void assertThatOneOfTwoIsReported() {
        Awaitility.await()
                .until(() -> !rig.group.sent(SessionCommand.Finished.class).isEmpty());
        assertThat(rig.group.sent(SessionCommand.Finished.class))
                .singleElement()
                .satisfies(report -> assertThat(report.branches()).hasSize(1));
        assertThat(rig.group.unfinished()).isEqualTo(1);
    }

    @Test
    void retryIsTriedAgain() throws Exception {
        orders.fails("commit", XAException.XA_RETRY);
        begin(orders, stock);
        rig.manager.commit();

        assertThat(orders.heard).endsWith("commit", "commit");
    }

    @Test
    void aOnePhaseCommitThatTheDatabaseRefusedIsARollback() throws Exception {
        orders.fails("commit one", XAException.XAER_RMFAIL, false, new SQLException("duplicate key", "23505"));
        begin(orders);

        assertThatThrownBy(rig.manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("duplicate key");
    }

    @Test
    void aOnePhaseCommitOfUnclearEndIsUnknownAndNeverGuessed() throws Exception { // scenario 32
        for (SQLException cause : new SQLException[] {
            new SQLException("terminating connection", "57P01"), new SQLException("completion unknown", "40003")
        }) {
            FakeXa resource = new FakeXa().fails("commit one", XAException.XAER_RMERR, true, cause);
            begin(resource);
            assertThatThrownBy(rig.manager::commit)
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("XAER_RMERR");
        }
    }

    @Test
    void aOnePhaseCommitWhoseEndFailsWasNeverSent() throws Exception {
        orders.fails("end", XAException.XA_RBROLLBACK);
        begin(orders);

        assertThatThrownBy(rig.manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("end failed with XA_RBROLLBACK");
        assertThat(orders.heard).doesNotContain("commit one");
    }

    @Test
    void notaAtRollbackOfABranchThatIsNotPreparedIsARollback() throws Exception { // scenario 29
        begin(orders, stock);
        orders.fails("rollback", XAException.XAER_NOTA).fails("rollback", XAException.XAER_NOTA);
        rig.manager.rollback();

        assertThat(orders.heard).containsExactly("start", "end fail", "rollback", "rollback", "recover");
    }

    @Test
    void xidsAreOurs() throws Exception { // scenarios 74, 75, 76
        Transaction own = begin(orders, stock);
        orders.fails("commit", XAException.XA_HEURHAZ);
        assertThatThrownBy(rig.manager::commit).isInstanceOf(HeuristicMixedException.class);

        assertThat(orders.prepared).singleElement().satisfies(xid -> {
            assertThat(xid.getFormatId()).isEqualTo(Gtrid.FORMAT_ID);
            assertThat(Gtrid.fromBytes(xid.getGlobalTransactionId())).isEqualTo(((NemconTransaction) own).gtrid());
            assertThat(xid.getBranchQualifier()).hasSize(12);
        });
    }
}
