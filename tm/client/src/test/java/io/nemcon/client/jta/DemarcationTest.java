package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.session.SessionException;
import io.nemcon.core.id.ResourceName;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Beginning and ending: sentences of JTA 2.0, 3.1, 3.2 and 3.3. */
class DemarcationTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;
    private final OtherThread other = new OtherThread();

    @AfterEach
    void close() {
        other.close();
        rig.close();
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
        assertThat(other.call(manager::getStatus)).isEqualTo(Status.STATUS_NO_TRANSACTION);
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
    void markingTwiceIsAllowedAndTheFirstCauseStays() throws Exception {
        manager.begin();
        manager.setRollbackOnly();
        manager.setRollbackOnly();
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        manager.rollback();
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
        other.call(() -> {
            own.commit();
            return null;
        });

        assertThat(orders.heard()).contains("commitOnePhase");
        assertThat(manager.getTransaction()).isNull();
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
    void aTransactionThatWasRolledBackIsIllegalToUseToo() throws Exception {
        manager.begin();
        NemconTransaction own = rig.current();
        manager.rollback();

        assertThatThrownBy(own::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(own::rollback).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(own::setRollbackOnly).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherThreadMayRollItBackAndMarkIt() throws Exception {
        manager.begin();
        Transaction marked = manager.getTransaction();
        other.run(marked::setRollbackOnly);
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        manager.rollback();

        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        Transaction own = manager.getTransaction();
        other.run(own::rollback);
        assertThat(orders.heard()).containsExactly("open", "rollback", "release");
        assertThat(manager.getTransaction()).isNull();
        assertThatThrownBy(manager::commit).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void severalThreadsMayHaveOneTransaction() throws Exception {
        manager.begin();
        Transaction own = manager.getTransaction();
        other.run(() -> {
            manager.resume(own);
            assertThat(manager.getTransaction()).isSameAs(own);
            manager.commit();
            assertThat(manager.getTransaction()).isNull();
        });

        assertThat(manager.getTransaction()).isNull();
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_COMMITTED);
    }

    @Test
    void twoThreadsThatEndItAtOnceAreToldTheSame() throws Exception {
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        manager.begin();
        Transaction own = manager.getTransaction();
        rig.enlist(
                new FakeBranch("orders").commitsOnePhase(() -> {
                    committing.countDown();
                    FakeBranch.await(goOn);
                    return OnePhaseEnd.COMMITTED;
                }),
                "orders");
        Future<Object> first = other.begin(() -> {
            own.commit();
            return "committed";
        });
        committing.await();
        Thread letGo = whenThisThreadWaits(goOn::countDown);
        manager.commit(); // waits for the other one, and returns because it is committed

        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("committed");
        letGo.join();
    }

    private static Thread whenThisThreadWaits(Runnable action) {
        Thread waiting = Thread.currentThread();
        Thread acting = new Thread(() -> {
            Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            action.run();
        });
        acting.start();
        return acting;
    }

    @Test
    void aRollbackThatComesDuringTheCommitWaitsAndIsToldThatItCameTooLate() throws Exception { // scenario 93
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        manager.begin();
        Transaction own = manager.getTransaction();
        rig.enlist(
                new FakeBranch("orders").commitsOnePhase(() -> {
                    committing.countDown();
                    FakeBranch.await(goOn);
                    return OnePhaseEnd.COMMITTED;
                }),
                "orders");
        Future<Object> commit = other.begin(() -> {
            own.commit();
            return "committed";
        });
        committing.await();
        assertThatThrownBy(own::setRollbackOnly).isInstanceOf(IllegalStateException.class);
        Thread letGo = whenThisThreadWaits(goOn::countDown);

        assertThatThrownBy(own::rollback)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("commit came first");
        assertThat(commit.get(30, TimeUnit.SECONDS)).isEqualTo("committed");
        letGo.join();
    }

    @Test
    void markingWhatRollsBackAlreadyIsFine() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        manager.begin();
        Transaction own = manager.getTransaction();
        rig.enlist(
                new FakeBranch("orders").rollsBack(() -> {
                    try {
                        own.setRollbackOnly();
                    } catch (Exception failed) {
                        thrown.add(failed);
                    }
                    return io.nemcon.client.branch.BranchEnd.ROLLED_BACK;
                }),
                "orders");
        manager.rollback();

        assertThat(thrown).isEmpty();
    }

    @Test
    void transactionsAreEqualIfTheyAreTheSame() throws Exception {
        manager.begin();
        Transaction first = manager.getTransaction();
        assertThat(manager.getTransaction()).isEqualTo(first).hasSameHashCodeAs(first);
        Transaction suspended = manager.suspend();
        assertThat(suspended).isEqualTo(first).hasSameHashCodeAs(first);
        manager.begin();
        assertThat(manager.getTransaction()).isNotEqualTo(first);
        manager.rollback();
        first.rollback();
    }

    @Test
    void whatFailsUnexpectedlyIsToldAsUnknownWithItsCauseAndNobodyWaitsForEver() throws Exception {
        manager.begin();
        Transaction own = manager.getTransaction();
        rig.enlist("orders");
        rig.enlist(
                new FakeBranch("stock").prepares(() -> PrepareAnswer.no("no")).cannotDescribeItself(), "stock");

        assertThatThrownBy(manager::commit)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("a bug of branch stock")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(manager.getTransaction()).isNull();
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_UNKNOWN);
        assertThatThrownBy(own::rollback).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBeginThatFailsIsASystemExceptionWithItsCause() throws Exception {
        try (Rig small = new Rig(Duration.ofMinutes(5), 2, 1)) {
            small.manager.begin();
            Transaction own = small.manager.suspend();
            assertThatThrownBy(small.manager::begin)
                    .isInstanceOf(SystemException.class)
                    .hasMessageContaining("transactionsMax of 1")
                    .hasCauseInstanceOf(SessionException.class);
            assertThat(small.manager.getTransaction()).isNull();
            own.rollback();
        }
    }
}
