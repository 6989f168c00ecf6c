package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.client.fake.FakeBranch;
import io.nemcon.client.fake.FakeGroup.Fate;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitTest {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private List<SessionCommand.Decide> decides() {
        return rig.group.sent(SessionCommand.Decide.class);
    }

    @Test
    void beginAndWorkAndAnEmptyCommitSendNothing() throws Exception { // scenario 1, 2: there is no BEGIN to lose
        int before = rig.group.sent(Command.class).size();
        rig.manager.begin();
        rig.manager.commit();
        rig.manager.begin();
        rig.manager.rollback();

        assertThat(rig.group.sent(Command.class)).hasSize(before);
    }

    @Test
    void oneBranchCommitsInOnePhaseAndTheGroupHearsNothing() throws Exception {
        rig.manager.begin();
        FakeBranch only = rig.enlist("orders");
        rig.manager.commit();

        assertThat(only.heard()).containsExactly("open", "commitOnePhase", "release");
        assertThat(decides()).isEmpty();
    }

    @Test
    void twoBranchesArePreparedDecidedCommittedAndReported() throws Exception {
        rig.manager.begin();
        Gtrid gtrid = rig.gtrid();
        FakeBranch orders = rig.enlist("orders");
        FakeBranch stock = rig.enlist("stock");
        rig.manager.commit();

        assertThat(orders.heard()).containsExactly("open", "prepare", "commit", "release");
        assertThat(stock.heard()).containsExactly("open", "prepare", "commit", "release");
        assertThat(decides()).singleElement().satisfies(decide -> {
            assertThat(decide.decision()).isEqualTo(Decision.COMMIT);
            assertThat(decide.branches())
                    .extracting(branch -> branch.resource().value())
                    .containsExactly("orders", "stock");
            assertThat(decide.branches())
                    .allMatch(branch -> branch.witness().evidence().equals("w"));
        });
        assertThat(rig.group.outcome(gtrid)).isEqualTo(Outcome.COMMITTED);
        Awaitility.await().until(() -> rig.group.unfinished() == 0);
    }

    @Test
    void noCommitLeavesBeforeTheDecisionIsInTheLog() throws Exception { // scenarios 6, 7; property 4
        rig.group.next(SessionCommand.Decide.class, Fate.HELD, 1);
        CountDownLatch prepared = new CountDownLatch(2);
        FakeBranch orders = new FakeBranch("orders").prepares(() -> counted(prepared));
        FakeBranch stock = new FakeBranch("stock").prepares(() -> counted(prepared));
        Thread app = inTransaction(() -> {
            rig.enlist(orders, "orders");
            rig.enlist(stock, "stock");
        });
        prepared.await();
        Awaitility.await().until(() -> !decides().isEmpty());

        assertThat(orders.heard()).doesNotContain("commit");
        assertThat(stock.heard()).doesNotContain("commit");
        rig.group.release();
        app.join();
        assertThat(orders.heard()).contains("commit");
    }

    private static PrepareAnswer counted(CountDownLatch prepared) {
        prepared.countDown();
        return PrepareAnswer.yes(io.nemcon.core.protocol.Witness.NONE);
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Begins, works and commits on a thread of its own. */
    private Thread inTransaction(Work work) {
        Thread thread = new Thread(() -> {
            try {
                rig.manager.begin();
                work.run();
                rig.manager.commit();
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void aVoteOfNoRollsBackAllAndSaysWhoAndWhy() throws Exception { // scenario 31
        rig.manager.begin();
        FakeBranch orders = rig.enlist("orders");
        FakeBranch stock =
                rig.enlist(new FakeBranch("stock").prepares(() -> PrepareAnswer.no("unique key STOCK_PK")), "stock");

        assertThatThrownBy(rig.manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("branch stock voted NO: unique key STOCK_PK")
                .hasMessageContaining("VOTED_NO");
        assertThat(orders.heard()).containsExactly("open", "prepare", "rollback", "release");
        assertThat(stock.heard()).containsExactly("open", "prepare", "release");
        assertThat(decides()).isEmpty(); // nothing was handed to a sender, so it stays local
    }

    @Test
    void aPrepareWithoutAnswerIsDecidedAbortNeverLeftToAGuess() throws Exception { // scenarios 17, 18, 26, 39
        rig.manager.begin();
        Gtrid gtrid = rig.gtrid();
        FakeBranch orders = rig.enlist("orders");
        rig.enlist(new FakeBranch("stock").prepares(() -> PrepareAnswer.unanswered("connection lost")), "stock");

        assertThatThrownBy(rig.manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("branch stock gave no answer to prepare: connection lost");
        assertThat(decides())
                .singleElement()
                .matches(decide -> decide.decision() == Decision.ABORT && decide.reason() == Reason.PREPARE_UNANSWERED);
        assertThat(rig.group.outcome(gtrid)).isEqualTo(Outcome.ABORTED);
        assertThat(orders.heard()).endsWith("rollback", "release");
    }

    @Test
    void aBranchThatThrowsIsTakenForUnanswered() throws Exception {
        rig.manager.begin();
        rig.enlist("orders");
        FakeBranch stock = new FakeBranch("stock").prepares(() -> {
            throw new IllegalStateException("a driver's bug");
        });
        rig.enlist(stock, "stock");

        assertThatThrownBy(rig.manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("a driver's bug");
        assertThat(decides()).singleElement().matches(decide -> decide.decision() == Decision.ABORT);
        assertThat(stock.heard()).endsWith("rollback", "release");
    }

    @Test
    void readOnlyVotesAreLeftOutOfPhaseTwo() throws Exception { // scenario 30
        rig.manager.begin();
        FakeBranch reader = rig.enlist(new FakeBranch("reader").prepares(() -> PrepareAnswer.READ_ONLY), "reader");
        FakeBranch writer = rig.enlist("writer");
        rig.manager.commit();

        assertThat(reader.heard()).containsExactly("open", "prepare", "release");
        assertThat(writer.heard()).containsExactly("open", "prepare", "commit", "release");
        assertThat(decides()).singleElement().satisfies(decide -> assertThat(decide.branches())
                .hasSize(1));
    }

    @Test
    void besideBranchesThatOnlyReadTheOneWriterCommitsInOnePhase() throws Exception {
        rig.manager.begin();
        FakeBranch reader =
                rig.enlist(new FakeBranch("reader").readOnlyByLook(() -> PrepareAnswer.READ_ONLY), "reader");
        FakeBranch writer = rig.enlist("writer");
        rig.manager.commit();

        assertThat(reader.heard()).containsExactly("open", "endReadOnly", "release");
        assertThat(writer.heard()).containsExactly("open", "commitOnePhase", "release");
        assertThat(decides()).isEmpty();
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgainAndTheDecisionStands() throws Exception { // scenarios 7, 47, 94
        rig.group.next(SessionCommand.Decide.class, Fate.ANSWER_LOST, 2);
        rig.manager.begin();
        Gtrid gtrid = rig.gtrid();
        rig.enlist("orders");
        rig.enlist("stock");
        rig.manager.commit();

        assertThat(decides())
                .hasSize(3)
                .allMatch(decide -> decide.equals(decides().get(0)));
        assertThat(rig.group.outcome(gtrid)).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    void aRequestThatNeverReachedALeaderIsSentAgain() throws Exception { // scenario 5
        rig.group.next(SessionCommand.Decide.class, Fate.LOST, 1);
        rig.group.next(SessionCommand.Decide.class, Fate.NOT_DONE, 1);
        rig.manager.begin();
        FakeBranch orders = rig.enlist("orders");
        rig.enlist("stock");
        rig.manager.commit();

        assertThat(orders.heard()).contains("commit");
    }

    @Test
    void aTransactionWhoseSessionHasEndedIsAbortedByItsOwnDecide() throws Exception { // scenario 82
        rig.manager.begin();
        FakeBranch orders = rig.enlist("orders");
        rig.enlist("stock");
        rig.group.end(rig.sessions.id());

        assertThatThrownBy(rig.manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("SESSION_ENDED");
        assertThat(orders.heard()).containsExactly("open", "prepare", "rollback", "release");
    }

    @Test
    void anAbortThatCameFirstInTheLogWins() throws Exception { // scenario 93
        rig.manager.begin();
        Gtrid gtrid = rig.gtrid();
        rig.enlist("stock");
        FakeBranch orders = new FakeBranch("orders").prepares(() -> {
            rig.group.propose(new Command.FromSession(
                    new io.nemcon.core.protocol.RequestHeader(rig.sessions.id(), 0, 0, 0),
                    new SessionCommand.Decide(gtrid, Decision.ABORT, Reason.OWNER_UNKNOWN, List.of())));
            return PrepareAnswer.yes(io.nemcon.core.protocol.Witness.NONE);
        });
        rig.enlist(orders, "orders");

        assertThatThrownBy(rig.manager::commit).isInstanceOf(RollbackException.class);
        assertThat(orders.heard()).contains("rollback").doesNotContain("commit");
    }

    @Test
    void aBranchThatCouldNotCommitNowIsNotReportedAndTheCallerIsToldCommitted() throws Exception { // scenario 21
        rig.manager.begin();
        rig.enlist("orders");
        rig.enlist(new FakeBranch("stock").commits(() -> BranchEnd.unsettled("connection lost")), "stock");
        rig.manager.commit();
        Awaitility.await()
                .until(() -> !rig.group.sent(SessionCommand.Finished.class).isEmpty());

        assertThat(rig.group.sent(SessionCommand.Finished.class))
                .singleElement()
                .satisfies(report -> assertThat(report.branches()).hasSize(1));
        assertThat(rig.group.unfinished()).isEqualTo(1); // the agent's to finish
    }

    @Test
    void aBranchThatEndedAgainstTheDecisionIsToldAsMixed() throws Exception { // scenarios 65, 66
        rig.manager.begin();
        rig.enlist("orders");
        rig.enlist(
                new FakeBranch("stock").commits(() -> new BranchEnd(BranchEnd.Kind.ROLLED_BACK, "a person did")),
                "stock");

        assertThatThrownBy(rig.manager::commit).isInstanceOf(HeuristicMixedException.class);
        assertThat(rig.manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void aOnePhaseCommitOfUnknownEndIsToldSoNeverGuessed() throws Exception { // scenario 32
        rig.manager.begin();
        Gtrid gtrid = rig.gtrid();
        rig.enlist(new FakeBranch("orders").commitsOnePhase(() -> OnePhaseEnd.unknown("database gone")), "orders");

        OutcomeUnknownException told = catchThrowableOfType(OutcomeUnknownException.class, rig.manager::commit);
        assertThat(told).hasMessageContaining("database gone").hasMessageContaining(gtrid.toString());
        assertThat(told.gtrid()).isEqualTo(gtrid);
    }

    @Test
    void aOnePhaseCommitThatTheDatabaseRefusedIsARollback() throws Exception {
        rig.manager.begin();
        rig.enlist(new FakeBranch("orders").commitsOnePhase(() -> OnePhaseEnd.rolledBack("deferred check")), "orders");

        assertThatThrownBy(rig.manager::commit)
                .isInstanceOf(RollbackException.class)
                .hasMessageContaining("branch orders: deferred check");
    }

    @Test
    void theWatermarkFollowsTheOldestUndecidedTransaction() throws Exception {
        rig.manager.begin();
        NemconTransaction slow = (NemconTransaction) rig.manager.suspend();
        commitTwoBranches();
        commitTwoBranches();

        assertThat(rig.group.requests(SessionCommand.Decide.class))
                .allMatch(
                        request -> request.header().watermark() == slow.gtrid().sequence());
        slow.rollback();
        commitTwoBranches();
        List<Command.FromSession> requests = rig.group.requests(SessionCommand.Decide.class);
        Command.FromSession last = requests.get(requests.size() - 1);
        assertThat(last.header().watermark())
                .isEqualTo(((SessionCommand.Decide) last.body()).gtrid().sequence());
    }

    private void commitTwoBranches() throws Exception {
        rig.manager.begin();
        rig.enlist("orders");
        rig.enlist("stock");
        rig.manager.commit();
    }

    @Test
    void everyBranchOfATransactionHasANumberOfItsOwnAlsoAfterAFailedOpening() throws Exception { // scenario 76
        rig.manager.begin();
        FakeBranch broken = new FakeBranch("orders").opens(() -> {
            throw new IllegalStateException("no connection");
        });
        assertThatThrownBy(() -> rig.enlist(broken, "orders")).hasMessage("no connection");
        FakeBranch second = rig.enlist("orders");

        assertThat(broken.id().number()).isZero();
        assertThat(second.id().number()).isEqualTo(1);
        rig.manager.rollback();
    }

    @Test
    void manyThreadsCommitSideBySideAndEveryBranchIsCalledByOneAtATime() throws Exception {
        List<Thread> threads = new java.util.ArrayList<>();
        List<FakeBranch> all = new java.util.concurrent.CopyOnWriteArrayList<>();
        java.util.concurrent.atomic.AtomicInteger committed = new java.util.concurrent.atomic.AtomicInteger();
        for (int t = 0; t < 16; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    try {
                        rig.manager.begin();
                        all.add(rig.enlist("orders"));
                        all.add(rig.enlist("stock"));
                        all.add(rig.enlist("bills"));
                        rig.manager.commit();
                        committed.incrementAndGet();
                    } catch (Exception failed) {
                        throw new AssertionError(failed);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(committed).hasValue(800);
        assertThat(all).noneMatch(FakeBranch::overlapped).allMatch(branch -> branch.heard()
                .contains("commit"));
        assertThat(rig.sessions.open()).isZero();
        Awaitility.await().until(() -> rig.group.unfinished() == 0);
    }
}
