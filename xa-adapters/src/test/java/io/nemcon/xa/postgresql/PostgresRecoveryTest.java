package io.nemcon.xa.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.branch.Branch;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import io.nemcon.xa.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The database as an agent sees it. */
class PostgresRecoveryTest extends PostgresTest {

    @Test
    void ourBranchesAndForeignOnesAreListedApart() throws Exception {
        // scenarios 73, 74 and 75
        Transaction transaction = withdrawTen(open("orders"));
        Branch branch = ending(transaction);
        branch.prepare();
        TestPostgres.execute(url, "begin", "select pg_current_xact_id()", "prepare transaction '131077_AAAA_it''s'");
        String almost = "nemcon:" + transaction.id("orders").toString().toUpperCase(java.util.Locale.ROOT);
        TestPostgres.execute(url, "begin", "select pg_current_xact_id()", "prepare transaction '" + almost + "'");

        List<Listed> listed = registrar.resource("orders").prepared();

        assertThat(listed).extracting(Listed::branch).containsExactly(transaction.id("orders"), null, null);
        assertThat(listed)
                .extracting(Listed::text)
                .containsExactly("nemcon:" + transaction.id("orders"), "131077_AAAA_it's", almost);
        assertThat(listed).allSatisfy(one -> assertThat(one.preparedAgoMs()).isNotNegative());
        branch.rollback();
        branch.release();
    }

    @Test
    void anotherDatabasesBranchesAreNotListed() throws Exception {
        TestPostgres.empty("elsewhere");
        String other = TestPostgres.url("elsewhere", TestPostgres.port());
        TestPostgres.execute(other, "begin", "select pg_current_xact_id()", "prepare transaction 'elsewhere'");
        open("orders");

        assertThat(registrar.resource("orders").prepared()).isEmpty();

        TestPostgres.execute(other, "rollback prepared 'elsewhere'");
    }

    @Test
    void anAgentCommitsAndRollsBackWhileTheOwnersConnectionLives() throws Exception {
        // scenarios 7, 21 and 41
        Branch committed = ending(withdrawTen(open("orders")));
        Witness witness = committed.prepare().witness();
        RecoverableResource resource = registrar.resource("orders");
        Listed listed = resource.prepared().get(0);

        assertThat(resource.ask(listed.branch(), witness)).isEqualTo(Testimony.IN_PROGRESS);
        assertThat(resource.commit(listed)).isEmpty();
        assertThat(resource.commit(listed)).contains("42704");
        assertThat(resource.rollback(listed)).contains("42704");
        assertThat(resource.prepared()).isEmpty();
        assertThat(resource.ask(listed.branch(), witness)).isEqualTo(Testimony.COMMITTED);
        assertThat(balance(1)).isEqualTo("90");
        committed.release();
    }

    @Test
    void aWitnessThatTheServerCannotKnowIsNeverTakenForAnAnswer() throws Exception {
        // two-phase SQL rule 3: old and future transactions, and no witness at all
        open("orders");
        RecoverableResource resource = registrar.resource("orders");
        BranchId any = transactions.begin().id("orders");
        transactions.suspend();

        assertThat(resource.ask(any, new Witness("999999999999"))).isEqualTo(Testimony.UNKNOWN);
        assertThat(resource.ask(any, new Witness("0"))).isEqualTo(Testimony.UNKNOWN);
        assertThat(resource.ask(any, Witness.NONE)).isEqualTo(Testimony.UNKNOWN);
        assertThat(resource.ask(any, new Witness("5'; drop table account; --"))).isEqualTo(Testimony.UNKNOWN);
        assertThat(resource.ask(any, new Witness("99999999999999999999"))).isEqualTo(Testimony.UNKNOWN);
    }
}
