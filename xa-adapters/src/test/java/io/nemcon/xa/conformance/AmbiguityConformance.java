package io.nemcon.xa.conformance;

import static io.nemcon.xa.conformance.Moment.COMMIT_ONE_PHASE;
import static io.nemcon.xa.conformance.Moment.COMMIT_PREPARED;
import static io.nemcon.xa.conformance.Moment.PREPARE;
import static io.nemcon.xa.conformance.Moment.ROLLBACK;
import static io.nemcon.xa.conformance.Moment.ROLLBACK_PREPARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that die, or fall silent, at the worst moment. The truth is always in the database, if it is anywhere. */
public abstract class AmbiguityConformance extends Conformance {

    private static final Duration SHORT = Duration.ofMillis(300);

    protected AmbiguityConformance(ConformanceDatabase database) {
        super(database);
    }

    /** The fault must have struck when the test is over, or it has shown nothing. */
    private @Nullable FaultyProxy struck;

    @AfterEach
    void theFaultHasStruck() throws InterruptedException {
        if (struck != null) {
            struck.awaitStruck();
        }
    }

    private void strike(FaultyProxy proxy, Moment moment, Fault fault) {
        struck = proxy;
        proxy.strike(database.wireText(moment), database.messagesFromTextToDeed(moment), fault);
    }

    private void strikeAndCutOff(FaultyProxy proxy, Moment moment, Fault fault) {
        struck = proxy;
        proxy.strikeAndCutOff(database.wireText(moment), database.messagesFromTextToDeed(moment), fault);
    }

    private Branch preparedThrough(NemconDataSourceBuilder source) throws SQLException {
        Branch branch = ending(withdrawTen(open(source)));
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        return branch;
    }

    private NemconDataSourceBuilder impatient(NemconDataSourceBuilder builder) {
        return database.limitAnswers(builder, SHORT);
    }

    /** The branch is committed, and told so where that can be known after its connection died. */
    private void assertFoundCommitted(BranchEnd end, Trait needed) throws SQLException {
        if (can(needed)) {
            assertThat(end).isEqualTo(BranchEnd.COMMITTED);
            assertThat(balance(1)).isEqualTo(90);
        } else {
            assertThat(end.kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);
            assertThat(end.why()).isNotEmpty();
        }
    }

    // ---- prepare

    @Test
    void aConnectionThatDiesBeforePrepareArrivesMakesTheVoteNo() throws Exception {
        // scenarios 18 and 26
        FaultyProxy proxy = proxy();
        NemconDataSource orders = open(throughProxy(proxy));
        Branch branch = ending(withdrawTen(orders));
        strike(proxy, PREPARE, Fault.CUT_BEFORE);

        assertThat(branch.prepare().vote()).isEqualTo(Vote.NO);
        branch.release();

        assertThat(database.prepared()).isEmpty();
        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }

    @Test
    void aPrepareThatWasDoneButNotHeardIsRolledBackBeforeTheVoteIsNo() throws Exception {
        // scenarios 19 and 26, two-phase SQL rule 4
        FaultyProxy proxy = proxy();
        NemconDataSource orders = open(throughProxy(proxy));
        Branch branch = ending(withdrawTen(orders));
        strike(proxy, PREPARE, Fault.CUT_BEFORE_ANSWER);

        PrepareAnswer answer = branch.prepare();
        branch.release();

        proxy.awaitAnswered();
        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(database.prepared()).isEmpty();
        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }

    @Test
    void aPrepareThatIsStillOnItsWayCannotLandAfterTheVoteIsNo() throws Exception {
        // scenario 42, two-phase SQL rule 3: without ending the server's side the branch appears later
        FaultyProxy proxy = proxy();
        NemconDataSource orders = open(impatient(throughProxy(proxy)));
        Branch branch = ending(withdrawTen(orders));
        strike(proxy, PREPARE, Fault.HOLD);

        PrepareAnswer answer = branch.prepare();
        proxy.deliverHeld();
        branch.release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(database.prepared()).isEmpty();
        assertPoolIsSound(orders); // so its row locks are gone
        assertThat(database.prepared()).isEmpty();
    }

    @Test
    void aPrepareThatCannotBeLookedIntoIsNoVoteAtAll() throws Exception {
        // scenarios 26 and 34: it may be prepared, and nobody may say otherwise
        FaultyProxy proxy = proxy();
        NemconDataSource orders = open(throughProxy(proxy).verifyTimeout(SHORT));
        Transaction transaction = withdrawTen(orders);
        Branch branch = ending(transaction);
        strikeAndCutOff(proxy, PREPARE, Fault.CUT_BEFORE_ANSWER);

        PrepareAnswer answer = branch.prepare();

        proxy.awaitAnswered();
        assertThat(answer.vote()).isNull();
        assertThat(answer.why()).contains(transaction.id("orders").toString());
        assertThat(branch.rollback().kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);
        if (can(Trait.PREPARED_OUTLIVES_CONNECTION)) {
            assertThat(database.prepared()).containsExactly(database.nameOf(transaction.id("orders")));
        }
        proxy.unreachable(false);
        await().until(branch::rollback, BranchEnd.ROLLED_BACK::equals);
        branch.release();
        assertThat(database.prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    @Test
    void aServerSideThatIsKilledBeforePrepareMakesTheVoteNo() throws Exception {
        // scenario 26
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1));
        Transaction transaction = withdrawTen(orders);
        database.kill(backend(orders));
        Branch branch = ending(transaction);

        assertThat(branch.prepare().vote()).isEqualTo(Vote.NO);
        branch.release();

        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }

    @Test
    void aConnectionThatDiesDuringTheWorkMakesTheVoteNoAndTheRestOfTheWorkFails() throws Exception {
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1));
        Transaction transaction = withdrawTen(orders);
        try (Connection connection = orders.getConnection()) {
            database.kill(database.backendOf(connection));
        }
        assertThatThrownBy(() -> update(orders, "update account set balance = 0 where id = 2"))
                .isInstanceOf(SQLException.class);
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();
        branch.release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(balance(1)).isEqualTo(100);
        assertThat(balance(2)).isEqualTo(100);
        assertPoolIsSound(orders);
    }

    // ---- commit

    @Test
    void aCommitThatWasDoneButNotHeardIsFoundByItsWitness() throws Exception {
        // scenarios 9, 22 and 28: not in the prepared list is no success by itself
        FaultyProxy proxy = proxy();
        Branch branch = preparedThrough(throughProxy(proxy));
        strike(proxy, COMMIT_PREPARED, Fault.CUT_BEFORE_ANSWER);

        assertFoundCommitted(branch.commit(), Trait.WITNESS);
        branch.release();

        assertThat(database.prepared()).isEmpty();
        assertThat(balance(1)).isEqualTo(90);
    }

    @Test
    void aCommitThatDidNotArriveIsCarriedOutOnAnotherConnectionOrToldAsUnsettled() throws Exception {
        // scenarios 21, 25 and 27: an error of commit does not mean that the branch is finished
        FaultyProxy proxy = proxy();
        Branch branch = preparedThrough(throughProxy(proxy));
        strike(proxy, COMMIT_PREPARED, Fault.CUT_BEFORE);

        assertFoundCommitted(branch.commit(), Trait.PREPARED_OUTLIVES_CONNECTION);
        branch.release();

        await().untilAsserted(() -> assertThat(database.prepared()).isEmpty());
    }

    @Test
    void aServerSideThatIsKilledAfterTheVoteDoesNotMakeTheBranchLookFinished() throws Exception {
        // scenario 27: 57P01 in phase two; scenarios 25 and 71 where the branch dies with its connection
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1));
        Transaction transaction = withdrawTen(orders);
        String backend = backend(orders);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        database.kill(backend);

        assertFoundCommitted(branch.commit(), Trait.PREPARED_OUTLIVES_CONNECTION);
        branch.release();

        assertThat(database.prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    @Test
    void aCommitWithoutAnAnswerIsNotWaitedForForEver() throws Exception {
        FaultyProxy proxy = proxy();
        Branch branch = preparedThrough(impatient(throughProxy(proxy)));
        strike(proxy, COMMIT_PREPARED, Fault.SWALLOW_ANSWER);

        assertFoundCommitted(branch.commit(), Trait.WITNESS);
        branch.release();

        assertThat(balance(1)).isEqualTo(90);
    }

    @Test
    void aCommitInAnUnreachableDatabaseStaysUnsettledUntilItIsBack() throws Exception {
        // scenario 34
        FaultyProxy proxy = proxy();
        Branch branch = preparedThrough(throughProxy(proxy).verifyTimeout(SHORT));
        strikeAndCutOff(proxy, COMMIT_PREPARED, Fault.CUT_BEFORE);

        assertThat(branch.commit().kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);
        proxy.unreachable(false);
        if (can(Trait.PREPARED_OUTLIVES_CONNECTION)) {
            await().until(branch::commit, BranchEnd.COMMITTED::equals);
        }
        assertFoundCommitted(branch.commit(), Trait.PREPARED_OUTLIVES_CONNECTION);
        branch.release();
    }

    // ---- rollback

    @Test
    void aRollbackOfAPreparedBranchThatWasNotHeardIsFoundByItsWitness() throws Exception {
        // scenario 29
        FaultyProxy proxy = proxy();
        Branch branch = preparedThrough(throughProxy(proxy));
        strike(proxy, ROLLBACK_PREPARED, Fault.CUT_BEFORE_ANSWER);

        BranchEnd end = branch.rollback();
        branch.release();

        if (can(Trait.WITNESS)) {
            assertThat(end).isEqualTo(BranchEnd.ROLLED_BACK);
        } else {
            assertThat(end.kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);
        }
        assertThat(database.prepared()).isEmpty();
        assertThat(balance(1)).isEqualTo(100);
    }

    @Test
    void aRollbackThatDidNotArriveIsVerifiedByEndingTheServersSide() throws Exception {
        FaultyProxy proxy = proxy();
        NemconDataSource orders = open(impatient(throughProxy(proxy)));
        Branch branch = ending(withdrawTen(orders));
        strike(proxy, ROLLBACK, Fault.HOLD);

        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();

        execute(WITHDRAW_TEN); // so its row lock is gone
        assertPoolIsSound(orders);
    }

    @Test
    void aRollbackInAnUnreachableDatabaseIsNotClaimed() throws Exception {
        FaultyProxy proxy = proxy();
        NemconDataSource orders = open(throughProxy(proxy).verifyTimeout(SHORT));
        Branch branch = ending(withdrawTen(orders));
        strikeAndCutOff(proxy, ROLLBACK, Fault.CUT_BEFORE);

        assertThat(branch.rollback().kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);
        branch.release();
    }

    // ---- one phase

    @Test
    void aOnePhaseCommitThatWasDoneButNotHeardIsFoundByItsWitness() throws Exception {
        // scenario 32
        FaultyProxy proxy = proxy();
        withdrawTen(open(throughProxy(proxy).onePhaseWitness(true)));
        strike(proxy, COMMIT_ONE_PHASE, Fault.CUT_BEFORE_ANSWER);

        OnePhaseEnd end = transactions.commitOnePhase();

        assertThat(end.kind())
                .isEqualTo(can(Trait.ONE_PHASE_WITNESS) ? OnePhaseEnd.Kind.COMMITTED : OnePhaseEnd.Kind.UNKNOWN);
        assertThat(balance(1)).isEqualTo(90);
    }

    @Test
    void aOnePhaseCommitThatDidNotArriveIsFoundToBeRolledBack() throws Exception {
        // scenario 32
        FaultyProxy proxy = proxy();
        NemconDataSource orders = open(throughProxy(proxy).onePhaseWitness(true));
        withdrawTen(orders);
        strike(proxy, COMMIT_ONE_PHASE, Fault.CUT_BEFORE);

        OnePhaseEnd end = transactions.commitOnePhase();

        assertThat(end.kind())
                .isEqualTo(can(Trait.ONE_PHASE_WITNESS) ? OnePhaseEnd.Kind.ROLLED_BACK : OnePhaseEnd.Kind.UNKNOWN);
        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }

    @Test
    void aOnePhaseCommitThatIsStillOnItsWayIsNeverToldAsRolledBackAndThenLands() throws Exception {
        // scenario 32 and design section 5: the server's side is ended first, and only then the witness is believed
        FaultyProxy proxy = proxy();
        NemconDataSource orders = open(impatient(throughProxy(proxy)).onePhaseWitness(true));
        withdrawTen(orders);
        strike(proxy, COMMIT_ONE_PHASE, Fault.HOLD);

        OnePhaseEnd end = transactions.commitOnePhase();
        proxy.deliverHeld();

        if (can(Trait.ONE_PHASE_WITNESS)) {
            assertThat(end.kind()).isEqualTo(OnePhaseEnd.Kind.ROLLED_BACK);
            assertThat(balance(1)).isEqualTo(100);
            assertPoolIsSound(orders);
        } else {
            assertThat(end.kind()).isEqualTo(OnePhaseEnd.Kind.UNKNOWN);
        }
    }

    @Test
    void aOnePhaseCommitWithoutAWitnessAndWithoutItsServersSideIsUnknownAndNeverGuessed() throws Exception {
        // scenario 32
        FaultyProxy proxy = proxy();
        NemconDataSource orders = open(throughProxy(proxy));
        withdrawTen(orders);
        strike(proxy, COMMIT_ONE_PHASE, Fault.CUT_BEFORE_ANSWER);

        OnePhaseEnd end = transactions.commitOnePhase();

        assertThat(end.kind()).isEqualTo(OnePhaseEnd.Kind.UNKNOWN);
        assertThat(end.cause()).isNotNull();
        if (can(Trait.ONE_PHASE_WITNESS)) {
            assertThat(end.why()).contains("onePhaseWitness");
        }
        assertPoolIsSound(orders);
    }

    @Test
    void aOnePhaseCommitInAnUnreachableDatabaseIsUnknown() throws Exception {
        FaultyProxy proxy = proxy();
        withdrawTen(open(throughProxy(proxy).onePhaseWitness(true).verifyTimeout(SHORT)));
        strikeAndCutOff(proxy, COMMIT_ONE_PHASE, Fault.CUT_BEFORE);

        OnePhaseEnd end = transactions.commitOnePhase();

        assertThat(end.kind()).isEqualTo(OnePhaseEnd.Kind.UNKNOWN);
        assertThat(end.why()).isNotEmpty();
    }

    @Test
    void aServerSideThatIsKilledBeforeAOnePhaseCommitIsNeverToldAsCommitted() throws Exception {
        // scenarios 26 and 32
        NemconDataSource orders = open(builder("orders").maximumPoolSize(1).onePhaseWitness(true));
        withdrawTen(orders);
        database.kill(backend(orders));

        OnePhaseEnd end = transactions.commitOnePhase();

        assertThat(end.kind()).isNotEqualTo(OnePhaseEnd.Kind.COMMITTED);
        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }
}
