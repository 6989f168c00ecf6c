package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.recovery.Listed;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.TestMariaDb;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a branch answers when nothing breaks but the application's own work. */
class MariaDbBranchTest extends MariaDbTest {

    @Test
    void aPreparedBranchIsListedByItsXidAndItsRowTellsItsFate() throws SQLException {
        var transaction = withdrawTen(open("orders"));
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();

        assertThat(answer.vote()).isEqualTo(Vote.YES);
        assertThat(answer.witness().evidence()).matches("[0-9]{16}");
        assertThat(prepared()).containsExactly(MariaDbXid.literal(transaction.id("orders")));
        assertThat(witnesses()).isEqualTo("0");
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
        assertThat(ask("select prepared_at from nemcon_witness where branch = "
                        + MariaDbXid.key(transaction.id("orders"))))
                .isEqualTo(answer.witness().evidence());
    }

    @Test
    void aDeadlockMakesTheVoteNoWhateverWasDoneAfterIt() throws Exception {
        // scenario 31, two-phase SQL rule 13: the server lets later statements through, and would commit none of them
        NemconDataSource orders = open("orders");
        NemconDataSource stock = open("stock");
        var first = withdrawTen(orders);
        transactions.suspend();
        var second = transactions.begin();
        update(stock, "update account set balance = 1 where id = 2");
        CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> {
            transactions.join(first);
            try {
                return update(orders, "update account set balance = 2 where id = 2");
            } catch (SQLException e) {
                return e;
            }
        });
        Object mine;
        try {
            mine = update(stock, "update account set balance = 3 where id = 1");
        } catch (SQLException e) {
            mine = e;
        }
        boolean iLost = mine instanceof SQLException;
        NemconDataSource loser = iLost ? stock : orders;
        var lost = iLost ? second : first;
        transactions.suspend();
        if (!iLost) {
            ending(second).rollback();
        }
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isInstanceOf(iLost ? Integer.class : SQLException.class);
        transactions.join(lost);
        update(loser, "insert into account values (7, 7)");
        Branch branch = ending(lost);

        PrepareAnswer answer = branch.prepare();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(answer.why()).contains("Deadlock");
        assertThat(ask("select count(*) from account where id = 7")).isEqualTo("0");
        assertThat(witnesses()).isEqualTo("0");
        for (var transaction : List.of(first, second)) {
            ending(transaction).rollback();
            ending(transaction).release();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from account for update",
                "select * from account lock in share mode",
                "select 1 into @one",
                "select take()",
                "select `take` ()",
                "select count (*) from account",
                "select 1 from account where id = other.take()",
                "select next value for counter",
                "select get_lock('a', 0)",
                "/*! insert into account */ select 7, 7",
                "select /*!50000 take() */ 1",
                "select @sum := 1",
                "select 1; delete from account",
                "with x as (select 1) select take() from x",
                "update account set balance = 0",
                "call take()",
                "",
            })
    void whatMayDoMoreThanReadIsNotTakenForARead(String sql) {
        assertThat(MariaDbReads.onlyReads(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select balance from account where id = 1",
                "SELECT count(*), sum(balance), coalesce(max(id), 0) from account where id in (1, 2)",
                " /* app=orders */ select * from account a where exists (select 1 from account b where a.id = b.id)",
                "with x as (select 1) select * from x",
                "show tables",
                "values (1), (2)",
            })
    void plainReadsAreSeenAsSuch(String sql) {
        assertThat(MariaDbReads.onlyReads(sql)).isTrue();
    }

    @Test
    void aSelectThatMayWriteStaysInTheTransaction() throws SQLException {
        NemconDataSource orders = open("orders");
        TestMariaDb.execute(
                url,
                "create function take() returns int modifies sql data begin"
                        + " update account set balance = balance - 10 where id = 1; return 1; end");
        var transaction = transactions.begin();
        query(orders, "select take()");
        Branch branch = ending(transaction);

        assertThat(branch.looksReadOnly()).isFalse();
        assertThat(branch.endReadOnly().vote()).isEqualTo(Vote.YES);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        assertThat(balance(1)).isEqualTo("100");
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
        assertThat(balance(1)).isEqualTo("90");
    }

    @Test
    void aBranchThatLockedRowsAndWroteNothingCanStillBeCommittedFromElsewhere() throws Exception {
        // two-phase SQL rule 12: without a row of its own such a branch answers 1402, and a crash loses it
        NemconDataSource orders = open("orders");
        var transaction = transactions.begin();
        query(orders, "select * from account where id = 1 for update");
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        kill(connectionOf(branch));

        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();

        assertThat(witnesses()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table other (id int)",
                "truncate account",
                "lock tables account write",
                "begin",
                "start transaction",
                "set autocommit = 1",
                "xa end 'a'",
            })
    void whatWouldCommitByTheWayIsRefusedAndTheBranchGoesOn(String sql) throws SQLException {
        // knowledge 5.2.10
        NemconDataSource orders = open("orders");
        withdrawTen(orders);
        if (sql.startsWith("set")) {
            execute(orders, "set autocommit = 0");
        }

        assertThatThrownBy(() -> execute(orders, sql)).isInstanceOf(SQLException.class);

        transactions.commit();
        assertThat(balance(1)).isEqualTo("90");
        update(orders, "update account set balance = 5 where id = 1");
        assertThat(balance(1)).isEqualTo("5");
    }

    @Test
    void anOccupiedXidIsAnErrorAtTheFirstConnection() throws SQLException {
        // scenario 76: an old branch is never adopted
        NemconDataSource orders = open("orders");
        var transaction = transactions.begin();
        String xid = MariaDbXid.literal(transaction.id("orders"));
        TestMariaDb.execute(
                url, "xa start " + xid, "delete from account where id = 2", "xa end " + xid, "xa prepare " + xid);

        assertThatThrownBy(orders::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("XAER_DUPID");

        assertThat(prepared()).containsExactly(xid);
    }

    @Test
    void everyByteValueMayStandInAnXid() throws SQLException {
        // scenario 75
        var gtrid = new Gtrid(
                new GroupId(0x00_27_5c_0a_0d_1a_ff_80L), 0x2700ff5c, new SessionId(0x27_00_5c_22L), 0x00ff_c328_0022L);
        BranchId id = new BranchId(gtrid, 0xfffe_0000_2722_5c00L, 0x00_0a_27_00);
        String xid = MariaDbXid.literal(id);
        TestMariaDb.execute(
                url, "xa start " + xid, "delete from account where id = 2", "xa end " + xid, "xa prepare " + xid);
        open("orders");

        try (MariaDbInspection inspection = MariaDbInspection.open(settings(), 5_000)) {
            assertThat(inspection.prepared()).extracting(Listed::branch).containsExactly(id);
            assertThat(MariaDbXid.fromKey(MariaDbXid.keyBytes(id))).isEqualTo(id);
            inspection.rollbackPrepared(id);
        }
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
    void aBranchThatAnAgentCommittedFirstIsCommitted() throws SQLException {
        // scenarios 8 and 44, two-phase SQL rule 5: 42704 says nothing by itself
        NemconDataSource orders = open("orders");
        var transaction = withdrawTen(orders);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        byHand("xa commit", transaction.id("orders"), branch);

        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
    }

    @Test
    void aBranchThatSomebodyRolledBackIsToldAsRolledBack() throws SQLException {
        // scenario 66
        NemconDataSource orders = open("orders");
        var transaction = withdrawTen(orders);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        byHand("xa rollback", transaction.id("orders"), branch);

        BranchEnd end = branch.commit();
        branch.release();

        assertThat(end.kind()).isEqualTo(BranchEnd.Kind.ROLLED_BACK);
        assertThat(end.why()).contains("somebody rolled it back");
    }

    @Test
    void aBranchThatSomebodyCommittedIsToldAsCommitted() throws SQLException {
        // scenarios 29 and 65
        NemconDataSource orders = open("orders");
        var transaction = withdrawTen(orders);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        byHand("xa commit", transaction.id("orders"), branch);

        BranchEnd end = branch.rollback();
        branch.release();

        assertThat(end.kind()).isEqualTo(BranchEnd.Kind.COMMITTED);
        assertThat(end.why()).contains("somebody committed it");
    }
}
