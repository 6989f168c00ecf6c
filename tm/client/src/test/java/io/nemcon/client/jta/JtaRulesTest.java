package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.core.id.ResourceName;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sentences of the Jakarta Transactions 2.0 interfaces. */
class JtaRulesTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        other.shutdownNow();
        rig.close();
    }

    private <T> T onAnotherThread(java.util.concurrent.Callable<T> call) throws Exception {
        Future<T> result = other.submit(call);
        return result.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aThreadWithoutATransactionHasNone() throws Exception {
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThat(manager.getTransaction()).isNull();
        assertThat(manager.suspend()).isNull();
        assertThat(rig.enlister.inTransaction()).isFalse();
        assertThat(rig.enlister.enlist(new ResourceName("orders"), new FakeBranch("orders")))
                .isNull();
    }

    @Test
    void withoutATransactionCommitRollbackAndMarkingAreIllegal() {
        assertThatThrownBy(manager::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(manager::rollback).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(manager::setRollbackOnly).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTransactionThatBeganIsActiveAndBelongsToItsThreadAlone() throws Exception {
        manager.begin();

        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        assertThat(onAnotherThread(manager::getStatus)).isEqualTo(Status.STATUS_NO_TRANSACTION);
        manager.rollback();
    }

    @Test
    void transactionsAreNotNested() throws Exception {
        manager.begin();

        assertThatThrownBy(manager::begin)
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining(rig.gtrid().toString());
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        manager.rollback();
    }

    @Test
    void afterCommitAndAfterRollbackTheThreadHasNoneAndMayBeginAgain() throws Exception {
        manager.begin();
        manager.commit();
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        manager.begin();
        manager.rollback();
        assertThat(manager.getTransaction()).isNull();
        manager.begin();
        manager.commit();
    }

    @Test
    void aMarkedTransactionSaysSoAndItsCommitRollsBack() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        manager.setRollbackOnly();
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);

        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(orders.heard()).containsExactly("open", "rollback", "release");
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void aMarkedTransactionTakesNoMoreWork() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        manager.setRollbackOnly();

        assertThatThrownBy(() -> rig.enlist("stock"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(rig.gtrid().toString())
                .hasMessageContaining("marked for rollback");
        assertThatThrownBy(() -> orders.context().requireActive()).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> rig.current().registerSynchronization(new Recorder("s", new ArrayList<>())))
                .isInstanceOf(RollbackException.class);
        assertThatThrownBy(() -> rig.current().enlistResource(new FakeXa())).isInstanceOf(RollbackException.class);
        manager.rollback();
    }

    @Test
    void markingTwiceIsAllowedAndTheFirstCauseStays() throws Exception {
        manager.begin();
        manager.setRollbackOnly();
        manager.setRollbackOnly();
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        manager.rollback();
    }

    @Test
    void statusesAreThoseOfEachMomentOfTheCommit() throws Exception {
        List<Integer> seen = new ArrayList<>();
        manager.begin();
        NemconTransaction own = rig.current();
        rig.enlist(
                new FakeBranch("orders")
                        .prepares(() -> {
                            seen.add(own.getStatus());
                            return PrepareAnswer.yes(io.nemcon.core.protocol.Witness.NONE);
                        })
                        .commits(() -> {
                            seen.add(own.getStatus());
                            return io.nemcon.client.branch.BranchEnd.COMMITTED;
                        }),
                "orders");
        rig.enlist("stock");
        manager.commit();

        assertThat(seen).containsExactly(Status.STATUS_PREPARING, Status.STATUS_COMMITTING);
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_COMMITTED);
    }

    @Test
    void statusOfARollbackIsRollingBackAndThenRolledBack() throws Exception {
        List<Integer> seen = new ArrayList<>();
        manager.begin();
        NemconTransaction own = rig.current();
        rig.enlist(
                new FakeBranch("orders").rollsBack(() -> {
                    seen.add(own.getStatus());
                    return io.nemcon.client.branch.BranchEnd.ROLLED_BACK;
                }),
                "orders");
        manager.rollback();

        assertThat(seen).containsExactly(Status.STATUS_ROLLING_BACK);
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_ROLLEDBACK);
    }

    @Test
    void aTransactionThatIsOverIsIllegalToUse() throws Exception {
        manager.begin();
        NemconTransaction own = rig.current();
        manager.commit();

        assertThatThrownBy(own::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(own::rollback).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(own::setRollbackOnly).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> own.enlistResource(new FakeXa())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> own.delistResource(new FakeXa(), FakeXa.TMSUCCESS))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> own.registerSynchronization(new Recorder("s", new ArrayList<>())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTransactionCommittedThroughItselfIsNobodysAnyMore() throws Exception {
        manager.begin();
        manager.getTransaction().commit();

        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        manager.begin();
        manager.rollback();
    }

    @Test
    void aTransactionMayBeCommittedByAThreadThatDoesNotHaveIt() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        Transaction own = manager.getTransaction();
        onAnotherThread(() -> {
            own.commit();
            return null;
        });

        assertThat(orders.heard()).contains("commitOnePhase");
        assertThat(manager.getTransaction()).isNull();
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
    void asuspendedTransactionIsResumedAndCommittedOnAnotherThread() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        Transaction own = manager.suspend();
        onAnotherThread(() -> {
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
        onAnotherThread(() -> {
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
    void aNegativeTimeoutIsRefused() {
        assertThatThrownBy(() -> manager.setTransactionTimeout(-1)).isInstanceOf(SystemException.class);
    }

    @Test
    void aTimeoutIsForTransactionsBegunLaterByTheSameThreadAndZeroIsTheDefault() throws Exception {
        manager.begin();
        FakeBranch before = rig.enlist("orders");
        manager.setTransactionTimeout(1_000);
        assertThat(before.context().millisLeft()).isLessThanOrEqualTo(300_000);
        manager.rollback();

        manager.begin();
        assertThat(rig.enlist("orders").context().millisLeft()).isBetween(300_001L, 1_000_000L);
        manager.rollback();

        manager.setTransactionTimeout(0);
        manager.begin();
        assertThat(rig.enlist("orders").context().millisLeft()).isLessThanOrEqualTo(300_000);
        manager.rollback();
    }

    @Test
    void theUserTransactionIsTheSameThing() throws Exception {
        UserTransaction user = manager.userTransaction();
        user.begin();
        assertThat(manager.getStatus()).isEqualTo(user.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        user.setRollbackOnly();
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        user.rollback();
        assertThat(user.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void oneResourceIsOneBranchHoweverOftenItIsEnlisted() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        assertThat(rig.enlister.enlist(new ResourceName("orders"), new FakeBranch("again")))
                .isSameAs(orders);
        manager.commit();

        assertThat(orders.heard()).containsExactly("open", "commitOnePhase", "release");
    }

    @Test
    void twoThreadsThatEnlistOneResourceAtOnceGetOneBranch() throws Exception {
        manager.begin();
        Transaction own = manager.getTransaction();
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FakeBranch orders = new FakeBranch("orders").opens(() -> {
            opening.countDown();
            FakeBranch.await(goOn);
        });
        Future<Object> first = other.submit(() -> {
            manager.resume(own);
            return rig.enlister.enlist(new ResourceName("orders"), orders);
        });
        opening.await();
        goOn.countDown();

        assertThat(rig.enlister.enlist(new ResourceName("orders"), new FakeBranch("second")))
                .isSameAs(orders);
        assertThat(first.get(30, TimeUnit.SECONDS)).isSameAs(orders);
        manager.rollback();
    }

    @Test
    void whatCanNotBePreparedStandsAlone() throws Exception {
        manager.begin();
        FakeBranch alone = rig.enlist(new FakeBranch("files").onePhaseOnly(), "files");

        assertThatThrownBy(() -> rig.enlist("orders"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("branch files can't be prepared")
                .hasMessageContaining("orders");
        manager.commit();
        assertThat(alone.heard()).containsExactly("open", "commitOnePhase", "release");
    }

    @Test
    void whatCanNotBePreparedIsRefusedBesideOthersAndGivenBack() throws Exception {
        manager.begin();
        rig.enlist("orders");
        FakeBranch late = new FakeBranch("files").onePhaseOnly();

        assertThatThrownBy(() -> rig.enlist(late, "files"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("branch files can't be prepared, so it can't stand beside branch orders");
        assertThat(late.heard()).containsExactly("open", "rollback", "release");
        manager.commit();
    }

    @Test
    void enlistingDuringTheCommitIsRefused() throws Exception { // scenario 93, late ENLIST
        manager.begin();
        NemconTransaction own = rig.current();
        FakeBranch late = new FakeBranch("late");
        List<Throwable> thrown = new ArrayList<>();
        rig.enlist(
                new FakeBranch("orders").commitsOnePhase(() -> {
                    try {
                        own.enlist(new ResourceName("late"), late);
                    } catch (SQLException refused) {
                        thrown.add(refused);
                    }
                    return io.nemcon.client.branch.OnePhaseEnd.COMMITTED;
                }),
                "orders");
        manager.commit();

        assertThat(thrown).singleElement().satisfies(refused -> assertThat(refused)
                .hasMessageContaining("its commit has begun"));
        assertThat(late.heard()).isEmpty();
    }

    @Test
    void limitsAreRefusedByName() throws Exception {
        try (Rig small = new Rig(Duration.ofMinutes(5), 2, 1)) {
            small.manager.begin();
            small.enlist("a");
            small.enlist("b");
            assertThatThrownBy(() -> small.enlist("c")).hasMessageContaining("branchesMax of 2");
            Transaction own = small.manager.suspend();
            assertThatThrownBy(small.manager::begin)
                    .isInstanceOf(SystemException.class)
                    .hasMessageContaining("transactionsMax of 1");
            own.rollback();
            small.manager.begin();
            small.manager.rollback();
        }
    }

    @Test
    void theRegistryKeepsValuesOfTheTransaction() throws Exception {
        SynchronizationRegistry registry = manager.synchronizationRegistry();
        assertThat(registry.getTransactionKey()).isNull();
        assertThat(registry.getTransactionStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThatThrownBy(() -> registry.putResource("k", "v")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> registry.getResource("k")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(registry::getRollbackOnly).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(registry::setRollbackOnly).isInstanceOf(IllegalStateException.class);

        manager.begin();
        Object key = registry.getTransactionKey();
        registry.putResource("k", "v");
        assertThat(registry.getResource("k")).isEqualTo("v");
        assertThat(registry.getResource("other")).isNull();
        assertThatThrownBy(() -> registry.getResource(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> registry.putResource(null, "v")).isInstanceOf(NullPointerException.class);
        assertThat(registry.getRollbackOnly()).isFalse();
        registry.setRollbackOnly();
        assertThat(registry.getRollbackOnly()).isTrue();
        manager.rollback();

        manager.begin();
        assertThat(registry.getTransactionKey()).isNotEqualTo(key);
        assertThat(registry.getResource("k")).isNull();
        manager.rollback();
    }

    private static final class ForeignTransaction implements Transaction {
        @Override
        public void commit() {}

        @Override
        public boolean delistResource(javax.transaction.xa.XAResource resource, int flag) {
            return false;
        }

        @Override
        public boolean enlistResource(javax.transaction.xa.XAResource resource) {
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
