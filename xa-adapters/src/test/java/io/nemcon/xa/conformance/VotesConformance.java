package io.nemcon.xa.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.core.protocol.Vote;
import io.nemcon.xa.NemconDataSource;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What a branch votes, and what a vote is worth, as long as nothing breaks but the application's own work. */
public abstract class VotesConformance extends Conformance {

    protected VotesConformance(ConformanceDatabase database) {
        super(database);
    }

    @Test
    void twoBranchesCommitTogether() throws SQLException {
        NemconDataSource orders = open("orders");
        NemconDataSource stock = open("stock");
        transactions.begin();
        update(orders, "update account set balance = balance - 10 where id = 1");
        update(stock, "update account set balance = balance + 10 where id = 2");

        transactions.commit();

        assertThat(balance(1)).isEqualTo(90);
        assertThat(balance(2)).isEqualTo(110);
        assertThat(database.prepared()).isEmpty();
    }

    @Test
    void aPreparedBranchIsListedByItsNameUntilItIsRolledBack() throws SQLException {
        var transaction = withdrawTen(open("orders"));
        Branch branch = ending(transaction);

        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);

        assertThat(database.prepared()).containsExactly(database.nameOf(transaction.id("orders")));
        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();
        assertThat(database.prepared()).isEmpty();
        assertThat(balance(1)).isEqualTo(100);
    }
}
