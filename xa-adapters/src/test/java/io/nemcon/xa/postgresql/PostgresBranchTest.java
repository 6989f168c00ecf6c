package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.TestPostgres;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;

/** What a branch answers when nothing breaks but the application's own work. */
class PostgresBranchTest extends PostgresTest {

    @Test
    void aPreparedBranchHasItsGidAndAWitnessThatTellsItsFate() throws SQLException {
        var transaction = withdrawTen(open("orders"));
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();

        assertThat(answer.vote()).isEqualTo(Vote.YES);
        assertThat(ask("select gid from pg_prepared_xacts where database = current_database()"))
                .isEqualTo("nemcon:" + transaction.id("orders"))
                .hasSize(88);
        String xid = answer.witness().evidence();
        assertThat(ask("select pg_xact_status('" + xid + "'::xid8)")).isEqualTo("in progress");
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
        assertThat(ask("select pg_xact_status('" + xid + "'::xid8)")).isEqualTo("committed");
    }

    @Test
    void aSelectWhoseFunctionWritesStaysInTheTransaction() throws SQLException {
        NemconDataSource orders = open("orders");
        TestPostgres.execute(
                url,
                "create function take() returns bigint language sql as"
                        + " 'update account set balance = balance - 10 where id = 1 returning balance'");
        var transaction = transactions.begin();
        query(orders, "select take()");
        Branch branch = ending(transaction);

        assertThat(branch.looksReadOnly()).isTrue();
        assertThat(branch.endReadOnly().vote()).isEqualTo(Vote.YES);
        assertThat(balance(1)).isEqualTo("100");
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
        assertThat(balance(1)).isEqualTo("90");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from account for update",
                "select pg_notify('channel', 'hello')",
                "select pg_advisory_xact_lock(1)",
                "with gone as (delete from account returning *) select * from gone",
                "select 1; delete from account",
            })
    void aSelectThatDoesMoreThanReadIsNotTakenForARead(String sql) throws SQLException {
        // two-phase SQL rule 7: a plain COMMIT of these would act before the decision
        NemconDataSource orders = open("orders");
        var transaction = transactions.begin();
        try (Connection connection = orders.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        Branch branch = ending(transaction);

        assertThat(branch.looksReadOnly()).isFalse();

        branch.rollback();
        branch.release();
    }

    @Test
    void aBranchWithoutAnyWorkIsReadOnlyWithoutAskingTheServer() throws SQLException {
        NemconDataSource orders = open("orders");
        var transaction = transactions.begin();
        orders.getConnection().close();
        Branch branch = ending(transaction);

        assertThat(branch.prepare()).isEqualTo(PrepareAnswer.READ_ONLY);
        branch.release();
    }

    @Test
    void aBranchThatWroteNothingAndIsPreparedAllTheSameHasAWitnessToo() throws SQLException {
        // two-phase SQL rule 7: LOCK TABLE takes no transaction id, but PREPARE gives it one
        NemconDataSource orders = open("orders");
        var transaction = transactions.begin();
        execute(orders, "lock table account in share mode");
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();

        assertThat(answer.vote()).isEqualTo(Vote.YES);
        assertThat(answer.witness().isPresent()).isTrue();
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
        assertThat(ask("select pg_xact_status('" + answer.witness().evidence() + "'::xid8)"))
                .isEqualTo("committed");
    }

    @Test
    void aFailedTransactionThatOnlyReadIsNotReadOnly() throws SQLException {
        NemconDataSource orders = open("orders");
        var transaction = transactions.begin();
        assertThatThrownBy(() -> query(orders, "select 1 / 0")).isInstanceOf(SQLException.class);
        Branch branch = ending(transaction);

        assertThat(branch.endReadOnly().vote()).isEqualTo(Vote.NO);
        branch.release();
    }

    @Test
    void aConstraintThatIsCheckedAtTheEndMakesTheVoteNo() throws SQLException {
        // scenario 31
        TestPostgres.execute(
                url,
                "create table item (id int primary key,"
                        + " account int references account deferrable initially deferred)");
        NemconDataSource orders = open("orders");
        var transaction = transactions.begin();
        update(orders, "insert into item values (1, 99)");
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();
        branch.release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(answer.why()).contains("item_account_fkey").contains("23503");

        transactions.begin();
        update(orders, "insert into item values (1, 99)");
        OnePhaseEnd end = transactions.commitOnePhase();
        assertThat(end.kind()).isEqualTo(OnePhaseEnd.Kind.ROLLED_BACK);
        assertThat(end.why()).contains("item_account_fkey");
    }

    @Test
    void anOccupiedGidMakesTheVoteNoAndIsLeftAlone() throws SQLException {
        // two-phase SQL rule 6
        NemconDataSource orders = open("orders");
        var transaction = withdrawTen(orders);
        String gid = "nemcon:" + transaction.id("orders");
        TestPostgres.execute(url, "begin", "select pg_current_xact_id()", "prepare transaction '" + gid + "'");
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();
        branch.release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(answer.why()).contains("42710");
        assertThat(prepared()).isEqualTo("1");
    }

    @Test
    void whenAllSlotsAreTakenTheVoteIsNoAndTheWordsSayWhatToDo() throws SQLException {
        // scenario 33
        NemconDataSource orders = open("orders");
        Branch branch = ending(withdrawTen(orders));
        int taken = 0;
        while (Integer.parseInt(ask("select count(*) from pg_prepared_xacts")) < 64) {
            TestPostgres.execute(url, "begin", "select pg_current_xact_id()", "prepare transaction 'x" + taken++ + "'");
        }

        PrepareAnswer answer = branch.prepare();
        branch.release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(answer.why()).contains("ALTER SYSTEM SET max_prepared_transactions");
        assertThat(balance(1)).isEqualTo("100");
    }

    @Test
    void aCommitThatSlippedPastTheRefusalIsNoticed() throws SQLException {
        NemconDataSource orders = open("orders");
        var transaction = withdrawTen(orders);
        execute(orders, "select '\\'; commit"); // a backslash, which elsewhere would escape the quote
        update(orders, "update account set balance = balance - 10 where id = 2");
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();
        branch.release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(answer.why()).contains("ended by SQL");
        assertThat(balance(2)).isEqualTo("100");
    }

    @Test
    void aCommitOnTheDriversOwnConnectionIsNoticed() throws SQLException {
        NemconDataSource orders = open("orders");
        var transaction = withdrawTen(orders);
        try (Connection connection = orders.getConnection()) {
            connection.unwrap(BaseConnection.class).commit();
        }
        Branch branch = ending(transaction);

        assertThat(branch.prepare().vote()).isEqualTo(Vote.NO);
        branch.release();
    }

    @Test
    void workOnTheDriversOwnConnectionAloneIsWork() throws Exception {
        NemconDataSource orders = open("orders");
        copy(orders, "3\t100\n");
        Branch branch = ending(transactions.suspend());
        assertThat(branch.endReadOnly().vote()).isEqualTo(Vote.YES);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();

        copy(orders, "4\t100\n");
        assertThat(transactions.commitOnePhase().kind()).isEqualTo(OnePhaseEnd.COMMITTED.kind());

        assertThat(balance(3)).isEqualTo("100");
        assertThat(balance(4)).isEqualTo("100");
    }

    private void copy(NemconDataSource source, String rows) throws Exception {
        transactions.begin();
        try (Connection connection = source.getConnection()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy account from stdin", new StringReader(rows));
        }
    }
}
