package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.NemconDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What a branch answers when nothing breaks but the application's own work. */
class PostgresBranchTest extends PostgresTest {

    @Test
    void twoBranchesCommitTogether() throws SQLException {
        NemconDataSource orders = open("orders");
        NemconDataSource stock = open("stock");
        transactions.begin();
        update(orders, "update account set balance = balance - 10 where id = 1");
        update(stock, "update account set balance = balance + 10 where id = 2");
        assertThat(balance(1)).isEqualTo("100");

        transactions.commit();

        assertThat(balance(1)).isEqualTo("90");
        assertThat(balance(2)).isEqualTo("110");
        assertThat(prepared()).isEqualTo("0");
    }

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
    void aRolledBackBranchLeavesNothing() throws SQLException {
        Branch branch = ending(withdrawTen(open("orders")));
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);

        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();

        assertThat(balance(1)).isEqualTo("100");
        assertThat(prepared()).isEqualTo("0");
    }

    @Test
    void oneBranchAloneCommitsInOnePhase() throws SQLException {
        withdrawTen(open("orders"));

        assertThat(transactions.commitOnePhase()).isEqualTo(OnePhaseEnd.COMMITTED);

        assertThat(balance(1)).isEqualTo("90");
    }

    @Test
    void aStatementThatFailedMakesTheVoteNoAndTheWordsSayWhy() throws SQLException {
        // two-phase SQL rule 1 and scenario 31: PREPARE in a failed transaction answers as if all were well
        NemconDataSource orders = open("orders");
        var transaction = withdrawTen(orders);
        assertThatThrownBy(() -> update(orders, "insert into account values (1, 5)"))
                .isInstanceOf(SQLException.class);
        Branch branch = ending(transaction);

        PrepareAnswer answer = branch.prepare();
        branch.release();

        assertThat(answer.vote()).isEqualTo(Vote.NO);
        assertThat(answer.why()).contains("account_pkey").contains("23505");
        assertThat(balance(1)).isEqualTo("100");
        assertThat(prepared()).isEqualTo("0");
    }

    @Test
    void aBranchThatOnlyReadsLeavesBeforeTheVote() throws SQLException {
        // scenario 30
        NemconDataSource orders = open("orders");
        var transaction = transactions.begin();
        try (Connection connection = orders.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select balance from account where id = 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isEqualTo(100);
        }
        Branch branch = ending(transaction);

        assertThat(branch.looksReadOnly()).isTrue();
        assertThat(branch.endReadOnly()).isEqualTo(PrepareAnswer.READ_ONLY);
        branch.release();
    }
}
