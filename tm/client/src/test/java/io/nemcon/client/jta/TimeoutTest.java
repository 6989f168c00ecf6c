package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.fake.FakeGroup.Fate;
import io.nemcon.client.session.SessionConfig;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scenario 93, from all sides. */
class TimeoutTest {

    private final Rig rig = new Rig(Duration.ofMillis(200), 64, SessionConfig.TRANSACTIONS_MAX);
    private final NemconTransactionManager manager = rig.manager;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anIdleTransactionIsRolledBackByItselfAndItsBranchesAreGivenBack() throws Exception {
        manager.begin();
        NemconTransaction own = rig.current();
        FakeBranch orders = rig.enlist("orders");
        orders.awaitHeard("release");

        assertThat(orders.heard())
                .containsSubsequence("open", "cancel")
                .containsSubsequence("open", "rollback", "release");
        Awaitility.await().until(() -> own.getStatus() == Status.STATUS_ROLLEDBACK);
        assertThat(rig.sessions.open()).isZero();
        manager.rollback();
    }

    @Test
    void theApplicationIsToldAtItsNextCallWhicheverThatIs() throws Exception {
        manager.begin();
        Gtrid gtrid = rig.gtrid();
        FakeBranch orders = rig.enlist("orders");
        orders.awaitHeard("release");

        assertThatThrownBy(() -> orders.context().requireActive())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("timed out after 200 ms")
                .hasMessageContaining(gtrid.toString());
        assertThatThrownBy(() -> rig.enlist("stock")).hasMessageContaining("timed out after 200 ms");
        assertThatThrownBy(manager::begin)
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("rollback()");
        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("timed out after 200 ms")
                .hasMessageContaining(gtrid.toString());
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void rollingBackWhatTheTimeoutRolledBackIsFine() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        orders.awaitHeard("release");
        manager.rollback();

        assertThat(orders.heard()).containsOnlyOnce("rollback");
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void aSuspendedTransactionTimesOutToo() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        NemconTransaction own = (NemconTransaction) manager.suspend();
        orders.awaitHeard("release");
        Awaitility.await().until(own::isOver);
        manager.resume(own);

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("timed out");
    }

    @Test
    void synchronizationsHearOfIt() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        manager.begin();
        rig.current().registerSynchronization(new Recorder("s", heard));
        Awaitility.await().until(() -> heard.contains("s after 4"));
        manager.rollback();

        assertThat(heard).containsExactly("s after 4");
    }

    @Test
    void aCommitThatBeganInTimeWinsHoweverLongItTakes() throws Exception {
        manager.begin();
        NemconTransaction own = rig.current();
        FakeBranch slow = new FakeBranch("orders").commitsOnePhase(() -> {
            awaitTimeout();
            return OnePhaseEnd.COMMITTED;
        });
        rig.enlist(slow, "orders");
        manager.commit();

        assertThat(own.getStatus()).isEqualTo(Status.STATUS_COMMITTED);
        assertThat(slow.heard()).doesNotContain("cancel", "rollback");
    }

    /** Waits until another transaction, begun later, has timed out. */
    private void awaitTimeout() {
        try {
            Thread later = new Thread(() -> {
                try {
                    manager.begin();
                    rig.enlist("later").awaitHeard("release");
                    manager.rollback();
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
            });
            later.start();
            later.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aPrepareThatHangsIsCancelledAndAllRollBack() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        FakeBranch stuck = rig.enlist(new FakeBranch("stock").prepareHangsUntilCancelled(), "stock");

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("timed out after 200 ms: branch stock voted NO: cancelled");
        assertThat(stuck.heard()).contains("cancel");
        assertThat(orders.heard()).containsSubsequence("prepare", "rollback", "release");
    }

    @Test
    void aTimeoutBeforeCompletionIsFoundByTheCommittingThread() throws Exception {
        manager.begin();
        NemconTransaction own = rig.current();
        FakeBranch orders = rig.enlist("orders");
        own.registerSynchronization(new Recorder("s", new ArrayList<>())
                .before(() -> Awaitility.await().until(() -> own.getStatus() == Status.STATUS_MARKED_ROLLBACK)));

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("timed out");
        assertThat(orders.heard()).contains("rollback").doesNotContain("commitOnePhase");
    }

    @Test
    void anUnansweredDecideIsToldAsUnknownAndResolvedLater() throws Exception { // scenario 47
        rig.group.next(SessionCommand.Decide.class, Fate.HELD, 1);
        List<String> heard = new ArrayList<>();
        manager.begin();
        NemconTransaction own = rig.current();
        own.registerSynchronization(new Recorder("s", heard));
        FakeBranch orders = rig.enlist("orders");
        FakeBranch stock = rig.enlist("stock");

        OutcomeUnknownException told = catchThrowableOfType(OutcomeUnknownException.class, manager::commit);
        assertThat(told)
                .hasMessageContaining("outcome unknown, being resolved")
                .hasMessageContaining(own.gtrid().toString());
        assertThat(heard).containsExactly("s before", "s after " + Status.STATUS_UNKNOWN);
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_UNKNOWN);
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThat(orders.heard()).doesNotContain("commit", "rollback", "release");
        assertThat(rig.sessions.open()).isEqualTo(1); // the watermark must not pass it

        rig.group.release();
        orders.awaitHeard("release");
        stock.awaitHeard("release");
        assertThat(orders.heard()).containsSubsequence("commit", "release");
        Awaitility.await().until(() -> own.getStatus() == Status.STATUS_COMMITTED);
        assertThat(rig.group.outcome(own.gtrid())).isEqualTo(Outcome.COMMITTED);
        Awaitility.await().until(() -> rig.sessions.open() == 0);
    }

    @Test
    void anUnansweredDecideThatTurnsOutAbortedIsRolledBackLater() throws Exception {
        rig.group.next(SessionCommand.Decide.class, Fate.HELD, 1);
        manager.begin();
        NemconTransaction own = rig.current();
        FakeBranch orders = rig.enlist("orders");
        rig.enlist("stock");
        assertThatThrownBy(manager::commit).isInstanceOf(OutcomeUnknownException.class);

        rig.group.end(rig.sessions.id());
        rig.group.release();
        orders.awaitHeard("release");
        assertThat(orders.heard()).containsSubsequence("rollback", "release").doesNotContain("commit");
        Awaitility.await().until(() -> own.getStatus() == Status.STATUS_ROLLEDBACK);
    }

    @Test
    void anUnansweredAbortIsToldAsRolledBackForNobodyEverAskedForMore() throws Exception { // scenarios 39, 47
        rig.group.next(SessionCommand.Decide.class, Fate.HELD, 1);
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        rig.enlist(new FakeBranch("stock").prepares(() -> PrepareAnswer.unanswered("connection lost")), "stock");

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("connection lost");
        rig.group.release();
        orders.awaitHeard("release");
        assertThat(orders.heard()).containsSubsequence("prepare", "rollback", "release");
    }

    @Test
    void anInterruptDoesNotTakeBackWhatIsHandedToTheLog() throws Exception {
        rig.group.next(SessionCommand.Decide.class, Fate.HELD, 1);
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        rig.enlist(new FakeBranch("stock").prepares(() -> PrepareAnswer.yes(Witness.NONE)), "stock");
        Thread.currentThread().interrupt();

        assertThatThrownBy(manager::commit).isInstanceOf(OutcomeUnknownException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(orders.heard()).doesNotContain("rollback");
        rig.group.release();
        orders.awaitHeard("release");
    }

    @Test
    void aBranchThatOpensWhileTheTransactionTimesOutIsRolledBackAndGivenBack() throws Exception {
        manager.begin();
        NemconTransaction own = rig.current();
        FakeBranch late =
                new FakeBranch("orders").opens(() -> Awaitility.await().until(own::isOver));

        assertThatThrownBy(() -> rig.enlist(late, "orders"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("timed out");
        assertThat(late.heard()).containsExactly("open", "rollback", "release");
        manager.rollback();
    }

    @Test
    void aCommitThatComesWhileTheTimeoutRollsBackWaitsAndIsToldTheTruth() throws Exception {
        CountDownLatch rollingBack = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        manager.begin();
        rig.enlist(
                new FakeBranch("orders").rollsBack(() -> {
                    rollingBack.countDown();
                    FakeBranch.await(goOn);
                    return BranchEnd.ROLLED_BACK;
                }),
                "orders");
        rollingBack.await();
        Thread helper = new Thread(goOn::countDown);
        helper.start();

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("timed out");
        helper.join();
    }

    @Test
    void commitsAndTimeoutsInACrowdEndEachTransactionOnceAndTellTheTruth() throws Exception {
        List<String> lies = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int delayMs = 150 + t * 15;
            threads.add(new Thread(() -> race(delayMs, lies)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(lies).isEmpty();
        Awaitility.await().until(() -> rig.sessions.open() == 0);
    }

    private void race(int delayMs, List<String> lies) {
        for (int i = 0; i < 4; i++) {
            FakeBranch a = new FakeBranch("a");
            FakeBranch b = new FakeBranch("b");
            try {
                manager.begin();
                Gtrid gtrid = rig.gtrid();
                rig.enlist(a, "a");
                rig.enlist(b, "b");
                Thread.sleep(delayMs); // near the timeout, so that both sides win sometimes
                boolean committed = commits();
                a.awaitHeard("release");
                b.awaitHeard("release");
                boolean asTold = a.heard().contains(committed ? "commit" : "rollback")
                        && b.heard().contains(committed ? "commit" : "rollback")
                        && !a.heard().contains(committed ? "rollback" : "commit")
                        && (rig.group.outcome(gtrid) == Outcome.COMMITTED) == committed;
                if (!asTold || a.overlapped() || b.overlapped()) {
                    lies.add("told " + committed + ", a " + a.heard() + ", b " + b.heard());
                }
            } catch (SQLException timedOutBeforeWork) {
                rollBack();
            } catch (Exception failed) {
                lies.add(failed.toString());
            }
        }
    }

    private boolean commits() throws Exception {
        try {
            manager.commit();
            return true;
        } catch (RollbackException timedOut) {
            return false;
        }
    }

    private void rollBack() {
        try {
            manager.rollback();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aRunningStatementOfAnotherThreadIsCancelledAndThatThreadIsToldWhy() throws Exception {
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        NemconTransaction own = rig.current();
        try (OtherThread worker = new OtherThread()) {
            String told = worker.call(() -> {
                manager.resume(own);
                orders.awaitHeard("cancel"); // as a statement would until somebody cancels it
                return catchThrowableOfType(
                                SQLException.class, () -> orders.context().requireActive())
                        .getMessage();
            });
            assertThat(told).contains("timed out after 200 ms");
        }
        orders.awaitHeard("release");
        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("timed out");
    }

    @Test
    void manyTimeoutsAtOnceCancelRollBackAndGiveBackEveryBranch() throws Exception {
        List<FakeBranch> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) { // more than there are threads for branches
            manager.begin();
            all.add(rig.enlist("orders"));
            manager.suspend();
        }

        for (FakeBranch branch : all) {
            branch.awaitHeard("release");
            List<String> heard = branch.heard();
            assertThat(heard)
                    .containsSubsequence("cancel", "rollback", "release")
                    .endsWith("release");
        }
        Awaitility.await().until(() -> rig.sessions.open() == 0);
    }

    @Test
    void aTimeoutOfTheThreadCountsInSeconds() throws Exception {
        manager.setTransactionTimeout(1);
        manager.begin();
        FakeBranch orders = rig.enlist("orders");
        orders.awaitHeard("release");

        assertThatThrownBy(manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("timed out after 1 s");
    }

    @Test
    void aTimeoutIsForAllTransactionsThatThisThreadBeginsFromNowOn() throws Exception { // JTA 2.0, TransactionManager
        manager.begin();
        FakeBranch before = rig.enlist("orders");
        manager.setTransactionTimeout(1_000);
        assertThat(before.context().millisLeft()).isLessThanOrEqualTo(200);
        manager.rollback();

        for (int i = 0; i < 3; i++) {
            assertThat(millisOfNext(manager)).isBetween(900_000L, 1_000_000L);
        }
        try (OtherThread other = new OtherThread()) {
            assertThat(other.call(() -> millisOfNext(manager))).isLessThanOrEqualTo(200);
        }
    }

    @Test
    void zeroRestoresTheDefault() throws Exception {
        manager.setTransactionTimeout(1_000);
        manager.setTransactionTimeout(0);

        assertThat(millisOfNext(manager)).isLessThanOrEqualTo(200);
    }

    @Test
    void aNegativeTimeoutIsRefusedAndChangesNothing() throws Exception {
        manager.setTransactionTimeout(1_000);
        assertThatThrownBy(() -> manager.setTransactionTimeout(-1)).isInstanceOf(SystemException.class);
        assertThatThrownBy(() -> manager.userTransaction().setTransactionTimeout(-1))
                .isInstanceOf(SystemException.class);

        assertThat(millisOfNext(manager)).isBetween(900_000L, 1_000_000L);
    }

    @Test
    void theUserTransactionSetsTheSameTimeout() throws Exception {
        manager.userTransaction().setTransactionTimeout(1_000);

        assertThat(millisOfNext(manager)).isBetween(900_000L, 1_000_000L);
    }

    @Test
    void theLongestTimeoutThatCanBeAskedForIsTaken() throws Exception {
        manager.setTransactionTimeout(Integer.MAX_VALUE);

        assertThat(millisOfNext(manager)).isGreaterThan(2_000_000_000_000L);
    }

    private long millisOfNext(NemconTransactionManager begins) throws Exception {
        begins.begin();
        long left = rig.enlist("orders").context().millisLeft();
        begins.rollback();
        return left;
    }
}
