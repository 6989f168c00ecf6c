package io.nemcon.xa.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a branch votes, and what a vote is worth, as long as nothing breaks but the application's own work. */
public abstract class VotesConformance extends Conformance {

    protected VotesConformance(ConformanceDatabase database) {
        super(database);
    }

    // ---- yes

    @Test
    void twoBranchesCommitTogether() throws SQLException {
        NemconDataSource orders = open("orders");
        NemconDataSource stock = open("stock");
        transactions.begin();
        update(orders, "update account set balance = balance - 10 where id = 1");
        update(stock, "update account set balance = balance + 10 where id = 2");
        assertThat(balance(1)).isEqualTo(100);

        transactions.commit();

        assertThat(balance(1)).isEqualTo(90);
        assertThat(balance(2)).isEqualTo(110);
        assertThat(database.prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    @Test
    void twentyBranchesOfOneTransactionOnOneServerCommitTogether() throws SQLException {
        // drivers' row 5.2.1: each branch has a bqual of its own
        execute("create table part (number int primary key)");
        Transaction transaction = transactions.begin();
        for (int i = 0; i < 20; i++) {
            NemconDataSource source = open(builder("part-" + i).maximumPoolSize(1));
            update(source, "insert into part values (" + i + ")");
        }
        assertThat(transaction.branches).hasSize(20);

        transactions.commit();

        assertThat(ask("select count(*) from part")).isEqualTo("20");
        assertThat(database.prepared()).isEmpty();
    }

    @Test
    void aPreparedBranchIsListedByItsNameUntilItIsRolledBack() throws SQLException {
        NemconDataSource orders = open("orders");
        Transaction transaction = withdrawTen(orders);
        Branch branch = ending(transaction);

        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);

        assertThat(database.prepared()).containsExactly(database.nameOf(transaction.id("orders")));
        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();
        assertThat(database.prepared()).isEmpty();
        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }

    @Test
    void askingTwiceChangesNothing() throws SQLException {
        // scenarios 38, 40 and 41
        NemconDataSource orders = open("orders");
        Branch branch = ending(withdrawTen(orders));
        PrepareAnswer answer = branch.prepare();

        assertThat(branch.prepare()).isEqualTo(answer);
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
        assertThat(balance(1)).isEqualTo(90);

        Branch other = ending(withdrawTen(orders));
        assertThat(other.prepare().vote()).isEqualTo(Vote.YES);
        assertThat(other.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        assertThat(other.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        other.release();

        Branch unprepared = ending(withdrawTen(orders));
        assertThat(unprepared.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        assertThat(unprepared.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        unprepared.release();
        assertThat(balance(1)).isEqualTo(90);
        assertPoolIsSound(orders);
    }

    @Test
    void aBranchThatNeverVotedYesDoesNotCommit() throws SQLException {
        NemconDataSource orders = open("orders");
        Branch branch = ending(withdrawTen(orders));

        assertThat(branch.commit().kind()).isEqualTo(BranchEnd.Kind.UNSETTLED);

        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();
        assertThat(balance(1)).isEqualTo(100);
    }

    // ---- one phase, and read-only

    @Test
    void oneBranchAloneCommitsInOnePhase() throws SQLException {
        NemconDataSource orders = open("orders");
        withdrawTen(orders);

        assertThat(transactions.commitOnePhase()).isEqualTo(OnePhaseEnd.COMMITTED);

        assertThat(balance(1)).isEqualTo(90);
        assertPoolIsSound(orders);
    }

    @Test
    void aBranchThatOnlyReadLeavesBeforeTheVoteAndLeaksNothing() throws SQLException {
        // scenario 30, drivers' row 5.1.6: a read-only vote, and the branch stays prepared for ever
        NemconDataSource orders = open("orders");
        Transaction transaction = transactions.begin();
        assertThat(query(orders, "select balance from account where id = 1")).isEqualTo("100");
        Branch branch = ending(transaction);

        assertThat(branch.looksReadOnly()).isTrue();
        PrepareAnswer answer = branch.endReadOnly();
        assertThat(answer.vote()).isEqualTo(can(Trait.READ_ONLY_VOTE) ? Vote.READ_ONLY : Vote.YES);
        if (answer.vote() == Vote.YES) {
            assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
            assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        }

        branch.release();
        assertThat(database.prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    @Test
    void aBranchThatOnlyReadAndLeftIsRolledBackForWhoeverMissedItsAnswer() throws SQLException {
        NemconDataSource orders = open("orders");
        Transaction transaction = transactions.begin();
        assertThat(query(orders, "select balance from account where id = 1")).isEqualTo("100");
        Branch branch = ending(transaction);
        branch.endReadOnly();

        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);

        branch.release();
        assertPoolIsSound(orders);
    }

    @Test
    void aReadOnlyConnectionsBranchIsFinishedLikeAnyOther() throws SQLException {
        // drivers' row 5.1.6: the driver answers XA_RDONLY for a read-only connection, after it has prepared
        NemconDataSource orders = open(builder("orders").pool(pool -> pool.setReadOnly(true)));
        Transaction transaction = transactions.begin();
        assertThat(query(orders, "select balance from account where id = 1")).isEqualTo("100");
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();

        if (answer.vote() == Vote.YES) {
            assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        } else {
            assertThat(answer.vote()).isEqualTo(Vote.READ_ONLY);
        }
        branch.release();
        assertThat(database.prepared()).isEmpty();
        assertThat(active(orders)).isZero();
    }

    @Test
    void aSelectThatLocksIsNotTakenForARead() throws SQLException {
        // two-phase SQL rule 7: its lock must hold until the decision
        NemconDataSource orders = open("orders");
        Transaction transaction = transactions.begin();
        query(orders, "select balance from account where id = 1 for update");
        Branch branch = ending(transaction);

        assertThat(branch.looksReadOnly()).isFalse();

        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();
    }

    @Test
    void aBranchWhoseStatementsFoundNoRowsCommitsLikeAnyOther() throws SQLException {
        // scenario 30: it may vote YES, though the database lists nothing of it
        NemconDataSource orders = open("orders");
        transactions.begin();
        update(orders, "update account set balance = 0 where id = 4711");

        transactions.commit();

        assertThat(database.prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    @Test
    void aBranchWithoutAnyWorkLeavesNothing() throws SQLException {
        NemconDataSource orders = open("orders");
        Transaction transaction = transactions.begin();
        orders.getConnection().close();
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();

        if (answer.vote() == Vote.YES) {
            assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        } else {
            assertThat(answer).isEqualTo(PrepareAnswer.READ_ONLY);
        }
        branch.release();
        assertThat(database.prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    // ---- no

    @Test
    void aFailedTransactionIsNotTakenForAPreparedOne() throws SQLException {
        // scenario 31, drivers' row 5.1.7, two-phase SQL rule 1: PREPARE in a failed transaction answers as if all were
        // well
        NemconDataSource orders = open("orders");
        Transaction transaction = withdrawTen(orders);
        assertThatThrownBy(() -> update(orders, "insert into account values (1, 5)"))
                .isInstanceOf(SQLException.class);
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();

        if (can(Trait.FAILED_STATEMENT_ENDS_WORK)) {
            assertThat(answer.vote()).isEqualTo(Vote.NO);
            assertThat(answer.why()).containsIgnoringCase("account_pkey");
            assertThat(stateOf(answer.cause())).isEqualTo("23505");
            branch.release();
            assertThat(balance(1)).isEqualTo(100);
        } else {
            assertThat(answer.vote()).isEqualTo(Vote.YES);
            assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
            branch.release();
            assertThat(balance(1)).isEqualTo(90);
        }
        assertThat(database.prepared()).isEmpty();
    }

    @Test
    void aFailedTransactionDoesNotCommitInOnePhaseEither() throws SQLException {
        // two-phase SQL rule 1: commit() of a failed transaction may be silent
        NemconDataSource orders = open("orders");
        withdrawTen(orders);
        assertThatThrownBy(() -> update(orders, "insert into account values (1, 5)"))
                .isInstanceOf(SQLException.class);

        OnePhaseEnd end = transactions.commitOnePhase();

        boolean lost = can(Trait.FAILED_STATEMENT_ENDS_WORK);
        assertThat(end.kind()).isEqualTo(lost ? OnePhaseEnd.Kind.ROLLED_BACK : OnePhaseEnd.Kind.COMMITTED);
        if (lost) {
            assertThat(stateOf(end.cause())).isEqualTo("23505");
        }
        assertThat(balance(1)).isEqualTo(lost ? 100 : 90);
    }

    @Test
    void whatCannotBePreparedMakesTheVoteNoAndTheConnectionStaysInThePool() throws SQLException {
        // two-phase SQL rule 7, drivers' row 5.1.12: "not supported" is an answer, not a broken connection
        for (String statement : database.unpreparable()) {
            try (NemconDataSource orders = builder("orders").maximumPoolSize(1).build()) {
                String backend = backend(orders);
                Transaction transaction = withdrawTen(orders);
                execute(orders, statement);
                Branch branch = ending(transaction);

                PrepareAnswer answer = branch.prepare();
                branch.release();

                assertThat(answer.vote()).as(statement).isEqualTo(Vote.NO);
                assertThat(answer.why()).as(statement).containsIgnoringCase("prepare");
                assertThat(backend(orders)).as(statement).isEqualTo(backend);
                assertThat(balance(1)).as(statement).isEqualTo(100);
            }
        }
    }

    @Test
    void aSerializationFailureMakesTheVoteNoAndTheReasonIsKept() throws SQLException {
        // scenario 31
        require(Trait.SERIALIZABLE_CONFLICTS, "both of two transactions that read what the other writes may commit");
        NemconDataSource orders = open(builder("orders").transactionIsolation("TRANSACTION_SERIALIZABLE"));
        NemconDataSource stock = open(builder("stock").transactionIsolation("TRANSACTION_SERIALIZABLE"));
        Transaction first = transactions.begin();
        query(orders, "select sum(balance) from account");
        update(orders, "update account set balance = 0 where id = 1");
        transactions.suspend();
        transactions.begin();
        query(stock, "select sum(balance) from account");
        update(stock, "update account set balance = 0 where id = 2");
        transactions.commit();
        Branch branch = ending(first);

        PrepareAnswer answer = branch.prepare();
        branch.release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(answer.why()).contains("40001");
        assertThat(stateOf(answer.cause())).isEqualTo("40001");
        assertThat(database.prepared()).isEmpty();
    }

    @Test
    void theLoserOfADeadlockVotesNoAndTheReasonIsKept() throws Exception {
        // scenario 31, two-phase SQL rule 13: the application goes on after the error, but its work is gone
        NemconDataSource orders = open("orders");
        Transaction first = withdrawTen(orders);
        transactions.suspend();
        Transaction second = transactions.begin();
        update(orders, "update account set balance = 0 where id = 2");
        CompletableFuture<Boolean> firstFailed = CompletableFuture.supplyAsync(() -> {
            transactions.join(first);
            boolean failed = fails(orders, "update account set balance = 1 where id = 2");
            transactions.suspend();
            return failed;
        });
        boolean secondFailed = fails(orders, "update account set balance = 1 where id = 1");
        transactions.suspend();

        Transaction loser = secondFailed ? second : first;
        loser.active = false;
        if (!secondFailed) {
            assertThat(firstFailed.get(60, TimeUnit.SECONDS)).isTrue();
        }
        PrepareAnswer answer = loser.branch("orders").prepare();
        loser.branch("orders").release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(answer.why()).containsIgnoringCase("deadlock");
        assertThat(stateOf(answer.cause())).startsWith("40");
        assertThat(firstFailed.get(60, TimeUnit.SECONDS)).isNotEqualTo(secondFailed);
        transactions.join(secondFailed ? first : second);
        transactions.commit();
        assertPoolIsSound(orders);
    }

    private static String stateOf(Throwable cause) {
        assertThat(cause).isInstanceOf(SQLException.class);
        return ((SQLException) cause).getSQLState();
    }

    private static boolean fails(NemconDataSource source, String sql) {
        try {
            update(source, sql);
            return false;
        } catch (SQLException expected) {
            return true;
        }
    }
}
