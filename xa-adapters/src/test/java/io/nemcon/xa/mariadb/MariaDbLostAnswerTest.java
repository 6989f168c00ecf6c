package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.NemconDataSourceBuilder;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import io.nemcon.xa.testkit.FaultyProxy;
import io.nemcon.xa.testkit.FaultyProxy.Fault;
import io.nemcon.xa.testkit.TestMariaDb;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that die, or fall silent, at the worst moment. The truth is always in the database. */
class MariaDbLostAnswerTest extends MariaDbTest {

    private FaultyProxy proxy;

    @BeforeEach
    void openProxy() throws IOException {
        proxy = new FaultyProxy(TestMariaDb.port());
    }

    @AfterEach
    void closeProxy() throws IOException {
        proxy.close();
    }

    private NemconDataSourceBuilder throughProxy() {
        return builder("orders")
                .url(TestMariaDb.url(DATABASE, proxy.port()))
                .pool(pool -> pool.setMinimumIdle(0))
                .maximumPoolSize(1);
    }

    private static NemconDataSourceBuilder impatient(NemconDataSourceBuilder builder) {
        return builder.answerTimeout(Duration.ofMillis(300));
    }

    /** The pool has one place, so this fails if the broken connection came back to it. */
    private void assertPoolIsSound(NemconDataSource source) throws SQLException {
        withdrawTen(source);
        transactions.rollback();
    }

    // ---- prepare

    @Test
    void aConnectionThatDiesBeforePrepareArrivesMakesTheVoteNo() throws SQLException {
        // scenarios 18 and 26
        NemconDataSource orders = open(throughProxy());
        Branch branch = ending(withdrawTen(orders));
        proxy.strike("XA PREPARE", Fault.CUT_BEFORE);

        assertThat(branch.prepare().vote()).isEqualTo(Vote.NO);
        branch.release();

        assertThat(prepared()).isEmpty();
        assertThat(balance(1)).isEqualTo("100");
        assertPoolIsSound(orders);
    }

    @Test
    void aPrepareThatWasDoneButNotHeardIsRolledBackBeforeTheVoteIsNo() throws Exception {
        // scenarios 19 and 26, two-phase SQL rule 4
        NemconDataSource orders = open(throughProxy());
        Branch branch = ending(withdrawTen(orders));
        proxy.strike("XA PREPARE", Fault.CUT_BEFORE_ANSWER);

        PrepareAnswer answer = branch.prepare();
        branch.release();

        proxy.awaitAnswered();
        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    @Test
    void aPrepareThatIsStillOnItsWayCannotLandAfterTheVoteIsNo() throws Exception {
        // scenario 42, two-phase SQL rule 3: without ending the backend the branch appears later
        NemconDataSource orders = open(impatient(throughProxy()));
        Branch branch = ending(withdrawTen(orders));
        proxy.strike("XA PREPARE", Fault.HOLD);

        PrepareAnswer answer = branch.prepare();
        proxy.deliverHeld();
        branch.release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(prepared()).isEmpty();
        assertNoRowIsLocked();
        assertPoolIsSound(orders);
    }

    @Test
    void aPrepareThatCannotBeLookedIntoIsNoVoteAtAll() throws Exception {
        // scenarios 26 and 34: the branch is prepared, and nobody may say otherwise
        NemconDataSource orders = open(throughProxy().verifyTimeout(Duration.ofMillis(300)));
        Branch branch = ending(withdrawTen(orders));
        proxy.strikeAndCutOff("XA PREPARE", Fault.CUT_BEFORE_ANSWER);

        PrepareAnswer answer = branch.prepare();

        proxy.awaitAnswered();
        assertThat(answer.vote()).isNull();
        assertThat(answer.why()).contains(branchIdOf(branch));
        assertThat(prepared()).hasSize(1);
        assertThat(branch.rollback().kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);
        proxy.unreachable(false);
        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();
        assertThat(prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    @Test
    void aBackendThatWasKilledBeforePrepareMakesTheVoteNo() throws Exception {
        NemconDataSource orders = open(throughProxy());
        Transaction transaction = withdrawTen(orders);
        Branch branch = ending(transaction);
        kill(connectionOf(branch));

        assertThat(branch.prepare().vote()).isEqualTo(Vote.NO);
        branch.release();

        assertThat(balance(1)).isEqualTo("100");
        assertPoolIsSound(orders);
    }

    private static String branchIdOf(Branch branch) {
        return branch.toString().split(" ")[1];
    }

    private void assertNoRowIsLocked() throws SQLException {
        TestMariaDb.execute(url, "select * from account for update nowait");
    }

    // ---- commit

    @Test
    void aCommitThatWasDoneButNotHeardIsFoundByItsWitness() throws Exception {
        // scenarios 9, 22 and 28
        NemconDataSource orders = open(throughProxy());
        Branch branch = ending(withdrawTen(orders));
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        proxy.strike("XA COMMIT", Fault.CUT_BEFORE_ANSWER);

        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();

        assertThat(balance(1)).isEqualTo("90");
        assertPoolIsSound(orders);
    }

    @Test
    void aCommitThatDidNotArriveIsCarriedOutOnAnotherConnection() throws SQLException {
        // scenarios 21 and 27: an error of commit does not mean that the branch is finished
        NemconDataSource orders = open(throughProxy());
        Branch branch = ending(withdrawTen(orders));
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        proxy.strike("XA COMMIT", Fault.CUT_BEFORE);

        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();

        assertThat(balance(1)).isEqualTo("90");
        assertThat(prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    @Test
    void aBackendThatWasKilledAfterTheVoteChangesNothing() throws SQLException {
        // scenario 27: 57P01 in phase two
        NemconDataSource orders = open(throughProxy());
        Branch branch = ending(withdrawTen(orders));
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        kill(connectionOf(branch));

        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();

        assertThat(balance(1)).isEqualTo("90");
        assertPoolIsSound(orders);
    }

    @Test
    void aCommitWithoutAnAnswerIsNotWaitedForForEver() throws SQLException {
        NemconDataSource orders = open(impatient(throughProxy()));
        Branch branch = ending(withdrawTen(orders));
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        proxy.strike("XA COMMIT", Fault.SWALLOW_ANSWER);

        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();

        assertThat(balance(1)).isEqualTo("90");
        assertPoolIsSound(orders);
    }

    @Test
    void aCommitInAnUnreachableDatabaseStaysUnsettledUntilItIsBack() throws SQLException {
        // scenario 34
        NemconDataSource orders = open(throughProxy().verifyTimeout(Duration.ofMillis(300)));
        Branch branch = ending(withdrawTen(orders));
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        proxy.strikeAndCutOff("XA COMMIT", Fault.CUT_BEFORE);

        assertThat(branch.commit().kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);
        proxy.unreachable(false);
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();

        assertThat(balance(1)).isEqualTo("90");
    }

    // ---- rollback

    @Test
    void aRollbackOfAPreparedBranchThatWasNotHeardIsFoundByItsWitness() throws SQLException {
        // scenario 29
        NemconDataSource orders = open(throughProxy());
        Branch branch = ending(withdrawTen(orders));
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        proxy.strike("XA ROLLBACK", Fault.CUT_BEFORE_ANSWER);

        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();

        assertThat(prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    @Test
    void aRollbackThatDidNotArriveIsVerifiedByEndingTheBackend() throws SQLException {
        NemconDataSource orders = open(impatient(throughProxy()));
        Branch branch = ending(withdrawTen(orders));
        proxy.strike("XA ROLLBACK", Fault.HOLD);

        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();

        assertNoRowIsLocked();
        assertPoolIsSound(orders);
    }

    @Test
    void aRollbackInAnUnreachableDatabaseIsNotClaimed() throws SQLException {
        NemconDataSource orders = open(throughProxy().verifyTimeout(Duration.ofMillis(300)));
        Branch branch = ending(withdrawTen(orders));
        proxy.strikeAndCutOff("XA ROLLBACK", Fault.CUT_BEFORE);

        assertThat(branch.rollback().kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);
        branch.release();
    }

    // ---- one phase

    @Test
    void aOnePhaseCommitThatWasDoneButNotHeardIsFoundByItsWitness() throws SQLException {
        // scenario 32
        NemconDataSource orders = open(throughProxy().onePhaseWitness(true));
        withdrawTen(orders);
        proxy.strike("ONE PHASE", Fault.CUT_BEFORE_ANSWER);

        assertThat(transactions.commitOnePhase()).isEqualTo(OnePhaseEnd.COMMITTED);

        assertThat(balance(1)).isEqualTo("90");
        assertPoolIsSound(orders);
    }

    @Test
    void aOnePhaseCommitThatDidNotArriveIsFoundToBeRolledBack() throws SQLException {
        // scenario 32
        NemconDataSource orders = open(throughProxy().onePhaseWitness(true));
        withdrawTen(orders);
        proxy.strike("ONE PHASE", Fault.CUT_BEFORE);

        assertThat(transactions.commitOnePhase().kind()).isEqualTo(OnePhaseEnd.Kind.ROLLED_BACK);

        assertThat(balance(1)).isEqualTo("100");
        assertPoolIsSound(orders);
    }

    @Test
    void aOnePhaseCommitThatIsStillOnItsWayIsEndedAndCannotLand() throws Exception {
        // scenario 32 and design section 5: the backend is ended first, and only then the witness is believed
        NemconDataSource orders = open(impatient(throughProxy()).onePhaseWitness(true));
        withdrawTen(orders);
        proxy.strike("ONE PHASE", Fault.HOLD);

        OnePhaseEnd end = transactions.commitOnePhase();
        proxy.deliverHeld();

        assertThat(end.kind()).isEqualTo(OnePhaseEnd.Kind.ROLLED_BACK);
        assertThat(balance(1)).isEqualTo("100");
        assertPoolIsSound(orders);
    }

    @Test
    void aOnePhaseCommitWithoutAWitnessAndWithoutABackendIsUnknownAndNeverGuessed() throws SQLException {
        // scenario 32
        NemconDataSource orders = open(throughProxy());
        withdrawTen(orders);
        proxy.strike("ONE PHASE", Fault.CUT_BEFORE_ANSWER);

        OnePhaseEnd end = transactions.commitOnePhase();

        assertThat(end.kind()).isEqualTo(OnePhaseEnd.Kind.UNKNOWN);
        assertThat(end.why()).contains("onePhaseWitness");
        assertPoolIsSound(orders);
    }

    @Test
    void aOnePhaseCommitInAnUnreachableDatabaseIsUnknown() throws SQLException {
        NemconDataSource orders = open(throughProxy().onePhaseWitness(true).verifyTimeout(Duration.ofMillis(300)));
        withdrawTen(orders);
        proxy.strikeAndCutOff("ONE PHASE", Fault.CUT_BEFORE);

        assertThat(transactions.commitOnePhase().kind()).isEqualTo(OnePhaseEnd.Kind.UNKNOWN);
    }

    // ---- work

    @Test
    void aConnectionThatDiesDuringTheWorkMakesTheVoteNo() throws SQLException {
        NemconDataSource orders = open(throughProxy());
        Transaction transaction = withdrawTen(orders);
        proxy.strike("where id = 2", Fault.CUT_BEFORE);
        try {
            update(orders, "update account set balance = 0 where id = 2");
        } catch (SQLException expected) {
            assertThat(expected.getSQLState()).startsWith("08");
        }
        Branch branch = ending(transaction);

        assertThat(branch.prepare().vote()).isEqualTo(Vote.NO);
        branch.release();

        assertThat(balance(1)).isEqualTo("100");
        assertPoolIsSound(orders);
    }
}
