package io.nemcon.xa.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import io.nemcon.xa.testkit.TestMariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The database as an agent sees it. */
class MariaDbRecoveryTest extends MariaDbTest {

    @Test
    void ourBranchesAndForeignOnesAreListedApart() throws Exception {
        // scenarios 73, 74 and 75
        Transaction transaction = withdrawTen(open("orders"));
        Branch branch = ending(transaction);
        branch.prepare();
        BranchId id = transaction.id("orders");
        String otherFormat =
                MariaDbXid.literal(transactions.begin().id("orders")).replace("," + Gtrid.FORMAT_ID, ",131077");
        transactions.suspend();
        prepareByHand(otherFormat, "update account set balance = 0 where id = 2");
        prepareByHand("'plain'", "insert into account values (9, 9)");
        prepareByHand("X'00ff','b%;27',7", "insert into account values (10, 9)");

        List<Listed> listed = registrar.resource("orders").prepared();

        assertThat(listed)
                .extracting(Listed::branch)
                .filteredOn(Objects::nonNull)
                .containsExactly(id);
        assertThat(listed).extracting(Listed::text).contains(MariaDbXid.literal(id), otherFormat);
        assertThat(listed).hasSize(4).allSatisfy(one -> assertThat(one.preparedAgoMs())
                .isNotNegative());
        assertThat(listed).filteredOn(one -> one.branch() == null).allSatisfy(one -> {
            assertThat(registrar.resource("orders").commit(one)).contains("left alone");
            assertThat(registrar.resource("orders").rollback(one)).contains("left alone");
        });
        assertThat(prepared()).hasSize(4);
    }

    private void prepareByHand(String xid, String statement) throws Exception {
        TestMariaDb.execute(url, "xa start " + xid, statement, "xa end " + xid, "xa prepare " + xid);
    }

    @Test
    void aBranchOfAnotherResourceOnTheServerSaysWhoseItIs() throws Exception {
        // the server lists the branches of all its databases to everybody
        Branch orders = ending(withdrawTen(open("orders")));
        orders.prepare();
        TestMariaDb.create("elsewhere");
        TestMariaDb.execute(TestMariaDb.url("elsewhere", TestMariaDb.port()), "create table t (id int primary key)");
        var stock = open(builder("stock").url(TestMariaDb.url("elsewhere", TestMariaDb.port())));
        var second = transactions.begin();
        update(stock, "insert into t values (1)");
        Branch other = ending(second);
        other.prepare();

        List<Listed> listed = registrar.resource("stock").prepared();

        assertThat(listed)
                .extracting(one -> one.branch().resourceHash())
                .containsExactlyInAnyOrder(new ResourceName("orders").hash(), new ResourceName("stock").hash());
        orders.rollback();
        orders.release();
        other.rollback();
        other.release();
    }

    @Test
    void anAgentEndsAnOwnerThatStillLivesAndThenCommits() throws Exception {
        // scenarios 7, 21 and 41, two-phase SQL rule 10: while the owner's connection lives the server knows no such
        // xid
        Branch committed = ending(withdrawTen(open("orders")));
        Witness witness = committed.prepare().witness();
        RecoverableResource resource = registrar.resource("orders");
        Listed listed = resource.prepared().get(0);

        assertThat(resource.ask(listed.branch(), witness)).isEqualTo(Testimony.IN_PROGRESS);
        assertThat(resource.commit(listed)).isEmpty();
        assertThat(resource.commit(listed)).contains("1397");
        assertThat(resource.rollback(listed)).contains("1397");
        assertThat(resource.prepared()).isEmpty();
        assertThat(resource.ask(listed.branch(), witness)).isEqualTo(Testimony.COMMITTED);
        assertThat(balance(1)).isEqualTo("90");
        assertThat(committed.commit()).isEqualTo(BranchEnd.COMMITTED);
        committed.release();
    }

    @Test
    void aRolledBackBranchIsKnownByItsMissingRow() throws Exception {
        Branch branch = ending(withdrawTen(open("orders")));
        Witness witness = branch.prepare().witness();
        RecoverableResource resource = registrar.resource("orders");
        Listed listed = resource.prepared().get(0);

        assertThat(resource.rollback(listed)).isEmpty();

        assertThat(resource.ask(listed.branch(), witness)).isEqualTo(Testimony.ROLLED_BACK);
        assertThat(branch.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        branch.release();
    }

    @Test
    void aStrangerWithTheOwnersOldNumberIsNotEnded() throws Exception {
        // connections are counted anew when the server was restarted
        open("orders");
        try (MariaDbInspection inspection = MariaDbInspection.open(settings(), 5_000);
                Connection stranger = DriverManager.getConnection(url);
                Statement statement = stranger.createStatement()) {
            Departures departures = new Departures();
            long id = stranger.unwrap(org.mariadb.jdbc.Connection.class).getThreadId();
            long started = Long.parseLong(ask("select " + Owners.SERVER_STARTED));

            assertThat(inspection.end(new Owner(id, started - 1), departures)).isTrue();
            assertThat(statement.execute("select 1")).isTrue();
            assertThat(inspection.end(new Owner(id, started), departures)).isFalse();
            while (!inspection.end(new Owner(id, started), departures)) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aWitnessThatIsNoneIsNeverTakenForAnAnswer() throws Exception {
        open("orders");
        RecoverableResource resource = registrar.resource("orders");
        BranchId any = transactions.begin().id("orders");
        transactions.suspend();

        assertThat(resource.ask(any, Witness.NONE)).isEqualTo(Testimony.UNKNOWN);
        assertThat(resource.ask(any, new Witness("5'; drop table account; --"))).isEqualTo(Testimony.UNKNOWN);
        assertThat(resource.ask(any, new Witness("99999999999999999999"))).isEqualTo(Testimony.UNKNOWN);
    }

    @Test
    void anAgentWhoseConnectionDiedConnectsAnew() throws Exception {
        Branch branch = ending(withdrawTen(open("orders")));
        PrepareAnswer answer = branch.prepare();
        RecoverableResource resource = registrar.resource("orders");
        Listed listed = resource.prepared().get(0);
        for (String id = agentsConnection(branch); id != null; id = agentsConnection(branch)) {
            kill(id);
        }

        assertThatThrownBy(resource::prepared)
                .isInstanceOf(ResourceUnreachableException.class)
                .hasMessageContaining("orders");

        assertThat(resource.prepared()).extracting(Listed::branch).containsExactly(listed.branch());
        assertThat(resource.ask(listed.branch(), answer.witness())).isEqualTo(Testimony.IN_PROGRESS);
        branch.rollback();
        branch.release();
    }

    private String agentsConnection(Branch branch) throws Exception {
        return ask("select id from information_schema.processlist where user = 'root' and id not in (connection_id(), "
                + connectionOf(branch) + ")");
    }

    // ---- removal of witnesses

    private void age(long minutes) throws Exception {
        TestMariaDb.execute(url, "update nemcon_witness set prepared_at = prepared_at - " + minutes + " * 60000000");
    }

    private BranchId commitOne(String resource) throws Exception {
        Transaction transaction = withdrawTen(registrar.resource(resource) == null ? open(resource) : source(resource));
        transactions.commit();
        return transaction.id(resource);
    }

    @Test
    void oldWitnessesAreToldInOrderOfAgeAndOnlyThisResourcesAndGroups() throws Exception {
        BranchId first = commitOne("orders");
        BranchId second = commitOne("orders");
        commitOne("stock");
        age(11);
        commitOne("orders");
        RecoverableResource resource = registrar.resource("orders");
        GroupId group = first.gtrid().group();

        assertThat(resource.oldWitnesses(group, 1))
                .extracting(one -> one.branch())
                .containsExactly(first);
        assertThat(resource.oldWitnesses(group, 1))
                .extracting(one -> one.branch())
                .containsExactly(second);
        assertThat(resource.oldWitnesses(group, 1)).isEmpty();
        assertThat(resource.oldWitnesses(group, 10))
                .extracting(one -> one.branch())
                .containsExactly(first, second);
        assertThat(resource.oldWitnesses(new GroupId(group.bits() + 1), 10)).isEmpty();
    }

    @Test
    void afterItsRemovalAWitnessIsUnknownAndNeverARollback() throws Exception {
        Transaction transaction = withdrawTen(open("orders"));
        Branch branch = ending(transaction);
        branch.prepare();
        branch.commit();
        branch.release();
        BranchId id = transaction.id("orders");
        age(11);
        Witness aged = new Witness(ask("select prepared_at from nemcon_witness"));
        RecoverableResource resource = registrar.resource("orders");
        GroupId group = id.gtrid().group();
        assertThat(resource.oldWitnesses(group, 10)).hasSize(1);
        assertThat(resource.ask(id, aged)).isEqualTo(Testimony.COMMITTED);

        resource.removeWitnesses(group, List.of(id));

        assertThat(resource.ask(id, aged)).isEqualTo(Testimony.UNKNOWN);
        assertThat(resource.oldWitnesses(group, 10)).isEmpty();
        Branch rolledBack = ending(withdrawTen(source("orders")));
        Witness young = rolledBack.prepare().witness();
        Listed listed = resource.prepared().get(0);
        resource.rollback(listed);
        assertThat(resource.ask(listed.branch(), young)).isEqualTo(Testimony.ROLLED_BACK);
        rolledBack.release();
    }

    @Test
    void witnessesOfOnePhaseGoByThemselves() throws Exception {
        open(builder("orders").onePhaseWitness(true));
        Transaction transaction = withdrawTen(source("orders"));
        transactions.commitOnePhase();
        assertThat(witnesses()).isEqualTo("1");
        age(11);

        assertThat(registrar.resource("orders").oldWitnesses(transaction.gtrid.group(), 10))
                .isEmpty();

        assertThat(ask("select count(*) from nemcon_witness where one_phase")).isEqualTo("0");
    }

    @Test
    void aRemovalDoesNotWaitForBranchesThatAreStillPrepared() throws Exception {
        BranchId over = commitOne("orders");
        age(11);
        Branch prepared = ending(withdrawTen(source("orders")));
        prepared.prepare();
        RecoverableResource resource = registrar.resource("orders");
        GroupId group = over.gtrid().group();
        assertThat(resource.oldWitnesses(group, 10)).hasSize(1);

        resource.removeWitnesses(group, List.of(over));

        assertThat(prepared.commit()).isEqualTo(BranchEnd.COMMITTED);
        prepared.release();
    }
}
