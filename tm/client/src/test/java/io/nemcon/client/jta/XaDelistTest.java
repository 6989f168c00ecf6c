package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transaction.delistResource with each flag (JTA 2.0, 3.3.1 and 3.4.4). */
class XaDelistTest {

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

    @Test
    void aResourceThatIsReleasedEndsItsWorkAndJoinsAgain() throws Exception {
        Transaction own = begin(orders);
        assertThat(own.delistResource(orders, XAResource.TMSUCCESS)).isTrue();
        assertThat(own.enlistResource(orders)).isTrue();
        manager.commit();

        assertThat(orders.heard).containsExactly("start", "end", "join", "end", "commit one");
    }

    @Test
    void aResourceThatIsSuspendedResumes() throws Exception {
        Transaction own = begin(orders);
        assertThat(own.delistResource(orders, XAResource.TMSUSPEND)).isTrue();
        assertThat(own.enlistResource(orders)).isTrue();
        manager.commit();

        assertThat(orders.heard).containsExactly("start", "end suspend", "resume", "end", "commit one");
    }

    @Test
    void whatIsStillAtWorkOrSuspendedIsEndedBeforePrepare() throws Exception {
        Transaction own = begin(orders, stock);
        own.delistResource(orders, XAResource.TMSUSPEND);
        manager.commit();

        assertThat(orders.heard).containsExactly("start", "end suspend", "end", "prepare", "commit");
        assertThat(stock.heard).containsExactly("start", "end", "prepare", "commit");
    }

    @Test
    void aSuspendedResourceMayBeReleased() throws Exception {
        Transaction own = begin(orders);
        own.delistResource(orders, XAResource.TMSUSPEND);
        assertThat(own.delistResource(orders, XAResource.TMSUCCESS)).isTrue();
        manager.commit();

        assertThat(orders.heard).containsExactly("start", "end suspend", "end", "commit one");
    }

    @Test
    void workThatFailedMarksTheTransaction() throws Exception {
        Transaction own = begin(orders, stock);
        assertThat(own.delistResource(orders, XAResource.TMFAIL)).isTrue();
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("delisted with TMFAIL")
                .hasMessageContaining("APPLICATION");
        assertThat(orders.heard).containsExactly("start", "end fail", "rollback");
        assertThat(stock.heard).containsExactly("start", "end fail", "rollback");
    }

    @Test
    void workThatFailedMarksTheTransactionWhateverTheDriverAnswersAndWhenever() throws Exception {
        for (boolean released : new boolean[] {true, false}) {
            FakeXa failed = new FakeXa().fails("end fail", XAException.XA_RBROLLBACK);
            Transaction own = begin(failed);
            if (released) {
                own.delistResource(failed, XAResource.TMSUCCESS);
            }
            own.delistResource(failed, XAResource.TMFAIL);
            assertThat(own.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
            manager.rollback();
        }
    }

    @Test
    void aRollbackAnsweredAtTheEndOfWorkMarksTheTransaction() throws Exception {
        Transaction own = begin(orders, stock);
        orders.fails("end", XAException.XA_RBDEADLOCK);
        assertThat(own.delistResource(orders, XAResource.TMSUCCESS)).isTrue(); // it is released all the same (XA 3.3)
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("XA_RBDEADLOCK")
                .hasCauseInstanceOf(XAException.class);
    }

    @Test
    void anEndOfWorkThatFailsOtherwiseIsNoSuccessAndMarksTheTransactionToo() throws Exception {
        for (int code : new int[] {XAException.XAER_RMFAIL, XAException.XAER_RMERR, XAException.XAER_PROTO}) {
            FakeXa failing = new FakeXa().fails("end", code);
            Transaction own = begin(failing);
            assertThat(own.delistResource(failing, XAResource.TMSUCCESS)).isFalse();
            assertThat(own.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
            manager.rollback();
            assertThat(failing.heard).containsExactly("start", "end", "rollback");
        }
    }

    @Test
    void aDriverThatCanNotSuspendWorksOn() throws Exception { // PostgreSQL, MySQL, MariaDB
        for (int code : new int[] {XAException.XAER_RMERR, XAException.XAER_INVAL, XAException.XAER_PROTO}) {
            FakeXa simple = new FakeXa().fails("end suspend", code);
            Transaction own = begin(simple);
            assertThat(own.delistResource(simple, XAResource.TMSUSPEND)).isFalse();
            assertThat(own.enlistResource(simple)).isTrue();
            manager.commit();
            assertThat(simple.heard).containsExactly("start", "end suspend", "end", "commit one");
        }
    }

    @Test
    void aSuspensionThatFailsForGoodMarksTheTransaction() throws Exception {
        for (int code : new int[] {XAException.XAER_RMFAIL, XAException.XA_RBROLLBACK}) {
            FakeXa failing = new FakeXa().fails("end suspend", code);
            Transaction own = begin(failing);
            own.delistResource(failing, XAResource.TMSUSPEND);
            assertThat(own.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
            manager.rollback();
        }
    }

    @Test
    void whatIsNotEnlistedOrReleasedAlreadyIsNotReleased() throws Exception {
        Transaction own = begin(orders);
        assertThat(own.delistResource(stock, XAResource.TMSUCCESS)).isFalse();
        own.delistResource(orders, XAResource.TMSUSPEND);
        assertThat(own.delistResource(orders, XAResource.TMSUSPEND)).isFalse();
        own.delistResource(orders, XAResource.TMSUCCESS);
        assertThat(own.delistResource(orders, XAResource.TMSUCCESS)).isFalse();
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        manager.commit();
    }

    @Test
    void otherFlagsAreRefused() throws Exception {
        Transaction own = begin(orders);

        assertThatThrownBy(() -> own.delistResource(orders, XAResource.TMJOIN))
                .isInstanceOf(SystemException.class)
                .hasMessageContaining("TMSUCCESS, TMFAIL or TMSUSPEND");
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        manager.commit();
    }
}
