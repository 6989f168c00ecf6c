package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.SessionCommand;
import jakarta.transaction.HeuristicCommitException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a resource decided by itself, as the application and the group hear of it (XA 3.3; JTA 2.0, Heuristic*Exception). */
class HeuristicTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;
    private final FakeXa orders = new FakeXa();
    private final FakeXa stock = new FakeXa();

    @AfterEach
    void close() {
        rig.close();
    }

    private Transaction begin(XAResource... resources) throws Exception {
        manager.begin();
        Transaction own = manager.getTransaction();
        for (XAResource resource : resources) {
            assertThat(own.enlistResource(resource)).isTrue();
        }
        return own;
    }

    private List<SessionCommand.Decide> decides() {
        return rig.group.sent(SessionCommand.Decide.class);
    }

    private static int status(List<String> heard) {
        return Integer.parseInt(heard.get(heard.size() - 1).replaceAll("\\D", ""));
    }

    @Test
    void oneThatAgreesWithTheCommitIsFineAndIsKeptUntilItsAgentHasItForgotten() throws Exception { // scenario 67
        orders.fails("commit", XAException.XA_HEURCOM);
        begin(orders, stock);
        manager.commit();

        assertThat(orders.heard).endsWith("commit"); // before the group has the report it would look lost
        Awaitility.await().until(() -> rig.group.unfinished() == 0);
    }

    @Test
    void oneOfTwoThatRolledBackIsMixedKeptByItsResourceAndLeftToTheAgents() throws Exception { // scenarios 66, 67
        List<String> heard = new ArrayList<>();
        orders.fails("commit", XAException.XA_HEURRB);
        begin(orders, stock).registerSynchronization(new Recorder("s", heard));

        assertThatThrownBy(manager::commit).isInstanceOf(HeuristicMixedException.class);
        assertThat(orders.heard).doesNotContain("forget"); // a person settles it first
        Awaitility.await()
                .until(() -> !rig.group.sent(SessionCommand.Finished.class).isEmpty());
        assertThat(rig.group.unfinished()).isEqualTo(1); // the group keeps asking for it: an agent raises the incident
        assertThat(status(heard)).isEqualTo(Status.STATUS_COMMITTED); // as decided
    }

    @Test
    void allThatRolledBackAreAHeuristicRollback() throws Exception {
        List<String> heard = new ArrayList<>();
        orders.fails("commit", XAException.XA_HEURRB);
        stock.fails("commit", XAException.XA_HEURRB);
        begin(orders, stock).registerSynchronization(new Recorder("s", heard));

        assertThatThrownBy(manager::commit).isInstanceOf(HeuristicRollbackException.class);
        assertThat(status(heard)).isEqualTo(Status.STATUS_ROLLEDBACK);
        assertThat(orders.heard).doesNotContain("forget");
        assertThat(rig.group.unfinished()).isEqualTo(1);
    }

    @Test
    void readersDoNotMakeAHeuristicRollbackMixed() throws Exception {
        orders.fails("commit", XAException.XA_HEURRB);
        begin(orders, stock.votes(XAResource.XA_RDONLY));

        assertThatThrownBy(manager::commit).isInstanceOf(HeuristicRollbackException.class);
    }

    @Test
    void mixedAndHazardAtCommitAreMixedAndKept() throws Exception {
        for (int code : new int[] {XAException.XA_HEURMIX, XAException.XA_HEURHAZ}) {
            FakeXa odd = new FakeXa().fails("commit", code);
            begin(odd, new FakeXa());
            assertThatThrownBy(manager::commit).isInstanceOf(HeuristicMixedException.class);
            assertThat(odd.heard).endsWith("commit");
        }
        Awaitility.await().until(() -> rig.group.unfinished() == 2);
    }

    @Test
    void oneThatAgreesWithTheRollbackIsFineAndIsKeptUntilItsAgentHasItForgotten() throws Exception {
        orders.fails("rollback", XAException.XA_HEURRB);
        begin(orders, stock);
        manager.rollback();

        assertThat(orders.heard).endsWith("rollback");
    }

    @Test
    void allThatCommittedAgainstTheRollbackAreAHeuristicCommit() throws Exception { // scenario 65
        List<String> heard = new ArrayList<>();
        orders.fails("rollback", XAException.XA_HEURCOM);
        begin(orders).registerSynchronization(new Recorder("s", heard));

        assertThatThrownBy(manager::rollback)
                .isInstanceOf(SystemException.class)
                .hasCauseInstanceOf(HeuristicCommitException.class);
        assertThat(manager.getTransaction()).isNull();
        assertThat(status(heard)).isEqualTo(Status.STATUS_COMMITTED);
        assertThat(orders.heard).doesNotContain("forget");
    }

    @Test
    void oneOfTwoThatCommittedAgainstTheRollbackIsMixed() throws Exception {
        orders.fails("rollback", XAException.XA_HEURCOM);
        begin(orders, stock);

        assertThatThrownBy(manager::rollback)
                .isInstanceOf(SystemException.class)
                .hasCauseInstanceOf(HeuristicMixedException.class);
    }

    @Test
    void mixedAndHazardAtRollbackAreMixed() throws Exception {
        for (int code : new int[] {XAException.XA_HEURMIX, XAException.XA_HEURHAZ}) {
            FakeXa odd = new FakeXa().fails("rollback", code);
            begin(odd);
            assertThatThrownBy(manager::rollback)
                    .isInstanceOf(SystemException.class)
                    .hasCauseInstanceOf(HeuristicMixedException.class);
        }
    }

    @Test
    void aCommitThatRollsBackAndMeetsAHeuristicCommitSaysSo() throws Exception {
        orders.fails("rollback", XAException.XA_HEURCOM);
        begin(orders);
        manager.setRollbackOnly();

        assertThatThrownBy(manager::commit)
                .isInstanceOf(SystemException.class)
                .hasCauseInstanceOf(HeuristicCommitException.class);
    }

    @Test
    void aPreparedBranchCommittedByItsResourceIsNamedToTheGroup() throws Exception { // scenarios 29, 65
        orders.fails("rollback", XAException.XA_HEURCOM);
        stock.fails("prepare", XAException.XA_RBINTEGRITY);
        begin(orders, stock);

        assertThatThrownBy(manager::commit).isInstanceOf(HeuristicMixedException.class);
        assertThat(decides())
                .singleElement()
                .matches(decide ->
                        decide.decision() == Decision.ABORT && decide.branches().size() == 1);
        assertThat(rig.group.unfinished()).isEqualTo(1);
    }

    @Test
    void inOnePhaseEachIsToldAsItIs() throws Exception {
        FakeXa committed = new FakeXa().failsAfterItsWork("commit one", XAException.XA_HEURCOM);
        begin(committed);
        manager.commit();
        assertThat(committed.heard).endsWith("commit one", "forget");

        FakeXa rolledBack = new FakeXa().fails("commit one", XAException.XA_HEURRB);
        begin(rolledBack);
        assertThatThrownBy(manager::commit)
                .isInstanceOf(HeuristicRollbackException.class)
                .hasMessageContaining("XA_HEURRB")
                .hasCauseInstanceOf(XAException.class);
        assertThat(rolledBack.heard).endsWith("commit one", "forget");

        for (int code : new int[] {XAException.XA_HEURMIX, XAException.XA_HEURHAZ}) {
            FakeXa odd = new FakeXa().fails("commit one", code);
            begin(odd);
            assertThatThrownBy(manager::commit)
                    .isInstanceOf(HeuristicMixedException.class)
                    .hasCauseInstanceOf(XAException.class);
            assertThat(odd.heard).endsWith("commit one");
        }
    }

    @Test
    void aForgetThatFailsIsNoHarm() throws Exception {
        for (int code : new int[] {XAException.XAER_RMFAIL, FakeXa.BUG}) {
            FakeXa only =
                    new FakeXa().fails("commit one", XAException.XA_HEURCOM).fails("forget", code);
            begin(only);
            manager.commit();

            assertThat(only.heard).endsWith("forget");
        }
    }
}
