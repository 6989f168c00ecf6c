package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nemcon.client.branch.NamedXa;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transaction.enlistResource (JTA 2.0, 3.3.1, 3.4.4 and 3.4.9). */
class XaEnlistTest {

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
    void anObjectThatIsEnlistedTwiceWorksOnceForOneBranch() throws Exception {
        begin(orders, orders, stock);
        manager.commit();

        assertThat(orders.heard).containsExactly("start", "end", "prepare", "commit");
        assertThat(stock.heard).containsExactly("start", "end", "prepare", "commit");
    }

    @Test
    void anotherObjectOfTheSameResourceManagerJoinsItsBranch() throws Exception {
        FakeXa second = new FakeXa().sameAsAll();
        begin(orders, second);
        manager.commit();

        assertThat(orders.heard).containsExactly("start", "end", "commit one");
        assertThat(second.heard).containsExactly("join", "end");
    }

    @Test
    void aBranchThatSeveralObjectsWorkForHearsOneSetOfPrepareAndCommit() throws Exception {
        FakeXa second = new FakeXa().sameAsAll();
        Transaction own = begin(orders, stock, second, second);
        own.delistResource(second, XAResource.TMSUCCESS);
        own.enlistResource(second);
        manager.commit();

        assertThat(orders.heard).containsExactly("start", "end", "prepare", "commit");
        assertThat(stock.heard).containsExactly("start", "end", "prepare", "commit");
        assertThat(second.heard).containsExactly("join", "end", "join", "end");
    }

    @Test
    void everyObjectThatJoinedIsEndedBeforeARollback() throws Exception {
        FakeXa second = new FakeXa().sameAsAll();
        begin(orders, second);
        manager.rollback();

        assertThat(orders.heard).containsExactly("start", "end fail", "rollback");
        assertThat(second.heard).containsExactly("join", "end fail");
    }

    @Test
    void anObjectThatCanNotEndMakesTheBranchItJoinedRollBack() throws Exception {
        FakeXa second = new FakeXa().sameAsAll().fails("end", XAException.XA_RBDEADLOCK);
        begin(orders, second, stock);

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("XA_RBDEADLOCK");
        assertThat(orders.heard).containsExactly("start", "end", "rollback", "recover");
    }

    @Test
    void aDriverThatSaysSameAndCanNotJoinGetsABranchOfItsOwn() throws Exception { // MySQL, MariaDB
        FakeXa second = new FakeXa().sameAsAll().fails("join", XAException.XAER_INVAL);
        begin(orders, second);
        manager.commit();

        assertThat(orders.heard).containsExactly("start", "end", "prepare", "commit");
        assertThat(second.heard).containsExactly("join", "start", "end", "prepare", "commit");
    }

    @Test
    void aDriverThatCanNotSayWhetherItIsTheSameGetsABranchOfItsOwn() throws Exception {
        FakeXa silent = new FakeXa().sameAsAll().fails("same?", XAException.XAER_RMFAIL);
        FakeXa broken = new FakeXa() {
            @Override
            public boolean isSameRM(XAResource other) {
                throw new IllegalStateException("closed");
            }
        };
        begin(orders, silent, broken);
        manager.commit();

        assertThat(silent.heard).containsExactly("start", "end", "prepare", "commit");
        assertThat(broken.heard).containsExactly("start", "end", "prepare", "commit");
    }

    @Test
    void resourcesOfTwoNamesAreTwoBranchesAndSoAreThoseKeptApart() throws Exception {
        FakeXa same = new FakeXa().sameAsAll();
        FakeXa sameToo = new FakeXa().sameAsAll();
        begin(
                new NamedXa("orders", orders),
                new NamedXa("archive", same),
                NamedXa.apart("orders", sameToo),
                NamedXa.apart("archive", stock));
        manager.commit();

        assertThat(List.of(orders, same, sameToo, stock))
                .allSatisfy(one -> assertThat(one.heard).containsExactly("start", "end", "prepare", "commit"));
    }

    @Test
    void aNamedResourceJoinsThroughItsWrapper() throws Exception {
        FakeXa same = new FakeXa().sameAsAll();
        begin(new NamedXa("orders", orders), new NamedXa("orders", same));
        manager.commit();

        assertThat(orders.heard).containsExactly("start", "end", "commit one");
        assertThat(same.heard).containsExactly("join", "end");
    }

    @Test
    void aJoinThatIsAnsweredByARollbackMarksTheTransaction() throws Exception {
        FakeXa second = new FakeXa().sameAsAll().fails("join", XAException.XA_RBTIMEOUT);
        Transaction own = begin(orders);

        assertThatThrownBy(() -> own.enlistResource(second))
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("XA_RBTIMEOUT")
                .hasCauseInstanceOf(XAException.class);
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(orders.heard).endsWith("rollback");
    }

    @Test
    void aStartThatIsAnsweredByARollbackMarksTheTransaction() throws Exception {
        Transaction own = begin(orders);
        stock.fails("start", XAException.XA_RBOTHER);

        assertThatThrownBy(() -> own.enlistResource(stock))
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("XA_RBOTHER");
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        manager.rollback();
    }

    @Test
    void aStartThatFailsOtherwiseLeavesTheTransactionAsItWas() throws Exception {
        for (int code : new int[] {XAException.XAER_RMFAIL, XAException.XAER_RMERR, XAException.XAER_OUTSIDE}) {
            FakeXa failing = new FakeXa().fails("start", code);
            Transaction own = begin(orders);
            assertThatThrownBy(() -> own.enlistResource(failing))
                    .isInstanceOf(SystemException.class)
                    .hasCauseInstanceOf(XAException.class);
            assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
            manager.commit();
        }
    }

    @Test
    void whatADriverThrowsBesideXaExceptionIsToldTheSameWay() throws Exception {
        IllegalStateException bug = new IllegalStateException("a driver's bug");
        FakeXa broken = new FakeXa() {
            @Override
            public void start(Xid xid, int flags) {
                throw bug;
            }
        };
        Transaction own = begin(orders);

        assertThatThrownBy(() -> own.enlistResource(broken))
                .isInstanceOf(SystemException.class)
                .hasMessageContaining("a driver's bug")
                .hasRootCause(bug);
        manager.commit();
    }

    @Test
    void aResumeThatFailsIsToldAndTheBranchIsNotWorkedWith() throws Exception {
        Transaction own = begin(orders);
        own.delistResource(orders, XAResource.TMSUSPEND);
        orders.fails("resume", XAException.XAER_RMERR);

        assertThatThrownBy(() -> own.enlistResource(orders)).isInstanceOf(SystemException.class);
        assertThat(own.enlistResource(orders)).isTrue();
        manager.rollback();
        assertThat(orders.heard).containsExactly("start", "end suspend", "resume", "resume", "end fail", "rollback");
    }

    @Test
    void aMarkedTransactionTakesNoResource() throws Exception {
        Transaction own = begin(orders);
        own.setRollbackOnly();

        assertThatThrownBy(() -> own.enlistResource(stock)).isInstanceOf(RollbackException.class);
        assertThat(own.delistResource(orders, XAResource.TMSUCCESS)).isTrue();
        assertThat(stock.heard).isEmpty();
        manager.rollback();
    }

    @Test
    void beforeCompletionAResourceMayStillBeEnlisted() throws Exception {
        Transaction own = begin(orders);
        own.registerSynchronization(new Recorder("s", new ArrayList<>()).before(() -> enlist(own, stock)));
        manager.commit();

        assertThat(stock.heard).containsExactly("start", "end", "prepare", "commit");
    }

    private static void enlist(Transaction own, XAResource resource) {
        try {
            own.enlistResource(resource);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void onceItIsPreparingItTakesNoResourceAndGivesNoneBack() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        FakeXa late = new FakeXa();
        Transaction own = begin(stock);
        FakeXa first = new FakeXa() {
            @Override
            public int prepare(Xid xid) throws XAException {
                thrown.add(catchThrowable(() -> own.enlistResource(late)));
                thrown.add(catchThrowable(() -> own.delistResource(stock, XAResource.TMSUCCESS)));
                return super.prepare(xid);
            }
        };
        own.enlistResource(first);
        manager.commit();

        assertThat(thrown).hasSize(2).allMatch(IllegalStateException.class::isInstance);
        assertThat(late.heard).isEmpty();
        assertThatThrownBy(() -> own.enlistResource(late)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> own.delistResource(stock, XAResource.TMSUCCESS))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsNoResource() throws Exception {
        Transaction own = begin();

        assertThatThrownBy(() -> own.enlistResource(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> own.delistResource(null, XAResource.TMSUCCESS))
                .isInstanceOf(NullPointerException.class);
        manager.rollback();
    }
}
