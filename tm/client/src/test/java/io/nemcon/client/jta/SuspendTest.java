package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.fake.FakeBranch;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A transaction and the threads that have it (JTA 2.0, 3.2.3). */
class SuspendTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;
    private final OtherThread other = new OtherThread();

    @AfterEach
    void close() {
        other.close();
        rig.close();
    }

    @Test
    void suspendTakesItFromTheThreadAndParksItsBranches() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        Transaction own = manager.suspend();

        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThat(orders.heard()).containsExactly("open", "suspend");
        manager.resume(own);
        assertThat(manager.getTransaction()).isSameAs(own);
        assertThat(orders.heard()).containsExactly("open", "suspend", "resume");
        manager.rollback();
    }

    @Test
    void aSuspendedTransactionIsResumedAndCommittedOnAnotherThread() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        Transaction own = manager.suspend();
        other.call(() -> {
            manager.resume(own);
            manager.commit();
            return null;
        });

        assertThat(orders.heard()).containsExactly("open", "suspend", "resume", "commitOnePhase", "release");
    }

    @Test
    void aSecondTransactionMayRunWhileTheFirstIsSuspended() throws Exception {
        manager.begin();
        Transaction outer = manager.suspend();
        manager.begin();
        assertThat(manager.getTransaction()).isNotSameAs(outer).isNotEqualTo(outer);
        assertThatThrownBy(() -> manager.resume(outer)).isInstanceOf(IllegalStateException.class);
        manager.commit();
        manager.resume(outer);
        manager.commit();
    }

    @Test
    void whatIsOverOrForeignCanNotBeResumed() throws Exception {
        manager.begin();
        Transaction over = manager.getTransaction();
        manager.commit();

        assertThatThrownBy(() -> manager.resume(over)).isInstanceOf(InvalidTransactionException.class);
        assertThatThrownBy(() -> manager.resume(new ForeignTransaction()))
                .isInstanceOf(InvalidTransactionException.class);
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void branchesOfATransactionThatTwoThreadsHaveAreParkedWithTheLastOne() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        Transaction own = manager.getTransaction();
        other.call(() -> {
            manager.resume(own);
            manager.suspend();
            return null;
        });
        assertThat(orders.heard()).containsExactly("open");
        manager.suspend();
        assertThat(orders.heard()).containsExactly("open", "suspend");
        own.rollback();
    }

    @Test
    void withoutATransactionThereIsNothingToSuspend() {
        assertThat(manager.suspend()).isNull();
    }

    @Test
    void nothingIsNoTransactionToResume() throws Exception {
        assertThatThrownBy(() -> manager.resume(null)).isInstanceOf(InvalidTransactionException.class);
        assertThat(manager.getTransaction()).isNull();

        manager.begin();
        Transaction own = manager.getTransaction();
        assertThatThrownBy(() -> manager.resume(null)).isInstanceOf(IllegalStateException.class);
        assertThat(manager.getTransaction()).isSameAs(own);
        manager.rollback();
    }

    @Test
    void oneThatWasRolledBackCanNotBeResumed() throws Exception {
        manager.begin();
        Transaction own = manager.suspend();
        own.rollback();

        assertThatThrownBy(() -> manager.resume(own))
                .isInstanceOf(InvalidTransactionException.class)
                .hasMessageContaining("is over");
        assertThat(manager.getTransaction()).isNull();
    }

    @Test
    void oneOfAnotherClientOfThisProcessIsForeign() throws Exception {
        try (Rig second = new Rig()) {
            second.manager.begin();
            Transaction foreign = second.manager.suspend();
            assertThatThrownBy(() -> manager.resume(foreign)).isInstanceOf(InvalidTransactionException.class);
            second.manager.resume(foreign);
            second.manager.rollback();
        }
    }

    @Test
    void aThreadMayHaveATransactionOfEachClient() throws Exception {
        try (Rig second = new Rig()) {
            manager.begin();
            second.manager.begin();
            Transaction own = manager.getTransaction();
            assertThat(second.manager.getTransaction()).isNotEqualTo(own);
            second.manager.commit();
            assertThat(manager.getTransaction()).isSameAs(own);
            manager.commit();
        }
    }

    @Test
    void toResumeWhatTheThreadHasChangesNothing() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        manager.resume(manager.getTransaction());
        Transaction own = manager.suspend();

        assertThat(orders.heard()).containsExactly("open", "suspend");
        own.rollback();
    }

    @Test
    void aMarkedTransactionIsSuspendedAndResumedAsItIs() throws Exception {
        manager.begin();
        manager.setRollbackOnly();
        Transaction own = manager.suspend();
        manager.resume(own);

        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        manager.rollback();
    }

    @Test
    void aSuspendedTransactionMayBeCommittedThroughItself() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        Transaction own = manager.suspend();
        manager.begin();
        Transaction second = manager.getTransaction();
        own.commit();

        assertThat(orders.heard()).containsExactly("open", "suspend", "commitOnePhase", "release");
        assertThat(manager.getTransaction()).isSameAs(second);
        manager.rollback();
    }

    @Test
    void xaResourcesHearNothingOfItUnlessTheyAreDelisted() throws Exception { // JTA 2.0, 3.2.3
        FakeXa orders = new FakeXa();
        FakeXa stock = new FakeXa();
        manager.begin();
        Transaction own = manager.getTransaction();
        own.enlistResource(orders);
        own.enlistResource(stock);
        own.delistResource(stock, XAResource.TMSUSPEND);
        manager.suspend();
        manager.resume(own);
        own.enlistResource(orders);
        own.enlistResource(stock);
        manager.commit();

        assertThat(orders.heard).containsExactly("start", "end", "prepare", "commit");
        assertThat(stock.heard).containsExactly("start", "end suspend", "resume", "end", "prepare", "commit");
    }

    private static final class ForeignTransaction implements Transaction {
        @Override
        public void commit() {}

        @Override
        public boolean delistResource(XAResource resource, int flag) {
            return false;
        }

        @Override
        public boolean enlistResource(XAResource resource) {
            return false;
        }

        @Override
        public int getStatus() {
            return Status.STATUS_ACTIVE;
        }

        @Override
        public void registerSynchronization(jakarta.transaction.Synchronization sync) {}

        @Override
        public void rollback() {}

        @Override
        public void setRollbackOnly() {}
    }
}
