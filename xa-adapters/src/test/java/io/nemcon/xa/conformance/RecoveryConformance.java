package io.nemcon.xa.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.agent.RecoverableResource;
import io.nemcon.agent.ResourceUnreachableException;
import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Listed;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.NemconDataSource;
import io.nemcon.xa.testkit.FakeTransactions.Transaction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of prepared branches when those who know of them die, and when others lay hands on them. */
public abstract class RecoveryConformance extends Conformance {

    private static final Duration LONG = Duration.ofSeconds(60);

    protected RecoveryConformance(ConformanceDatabase database) {
        super(database);
    }

    private RecoverableResource agentOf(NemconDataSource source) {
        return registrar.resource(source.name().toString());
    }

    /** Prepares, and gives up: the agent takes over. */
    private Listed preparedAndLeft(NemconDataSource source) throws Exception {
        Transaction transaction = withdrawTen(source);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        branch.release();
        List<Listed> listed = agentOf(source).prepared();
        assertThat(listed).extracting(Listed::text).containsExactly(database.nameOf(transaction.id("orders")));
        assertThat(listed).extracting(Listed::branch).containsExactly(transaction.id("orders"));
        return listed.get(0);
    }

    // ---- the agent

    @Test
    void anAgentCommitsWhatItsOwnerLeftAndTellsSoOnlyOnce() throws Exception {
        // scenarios 7, 21 and 41
        NemconDataSource orders = open("orders");
        RecoverableResource agent = agentOf(orders);
        Listed listed = preparedAndLeft(orders);

        assertThat(agent.commit(listed)).isEmpty();

        assertThat(balance(1)).isEqualTo(90);
        assertThat(agent.prepared()).isEmpty();
        assertThat(agent.commit(listed))
                .as("a second commit is not acknowledged")
                .isNotEmpty();
        assertThat(agent.rollback(listed)).as("nor is a rollback").isNotEmpty();
        assertThat(balance(1)).isEqualTo(90);
        assertPoolIsSound(orders);
    }

    @Test
    void anAgentRollsBackWhatItsOwnerLeft() throws Exception {
        // scenario 19
        NemconDataSource orders = open("orders");
        RecoverableResource agent = agentOf(orders);
        Listed listed = preparedAndLeft(orders);

        assertThat(agent.rollback(listed)).isEmpty();

        assertThat(balance(1)).isEqualTo(100);
        assertThat(agent.prepared()).isEmpty();
        assertThat(agent.rollback(listed)).isNotEmpty();
        execute(WITHDRAW_TEN); // so its row lock is gone
        assertPoolIsSound(orders);
    }

    @Test
    void whatAWitnessSaysIsTrueAndWithoutOneNothingIsSaid() throws Exception {
        // scenarios 28 and 29
        NemconDataSource orders = open("orders");
        RecoverableResource agent = agentOf(orders);
        for (boolean commit : new boolean[] {true, false}) {
            Branch branch = ending(withdrawTen(orders));
            Witness witness = branch.prepare().witness();
            BranchId id = agent.prepared().get(0).branch();
            assertThat(witness.isPresent()).isEqualTo(can(Trait.WITNESS));
            assertThat((commit ? branch.commit() : branch.rollback()).why()).isEmpty();
            branch.release();

            Testimony known = commit ? Testimony.COMMITTED : Testimony.ROLLED_BACK;
            assertThat(agent.hasWitness()).isEqualTo(can(Trait.WITNESS));
            assertThat(agent.ask(id, witness)).isEqualTo(can(Trait.WITNESS) ? known : Testimony.UNKNOWN);
        }
    }

    @Test
    void anAgentAndTheOwnerAtOnceDoNoHarm() throws Exception {
        // scenarios 8, 22 and 44; two-phase SQL rules 5 and 10
        NemconDataSource orders = open("orders");
        RecoverableResource agent = agentOf(orders);
        Branch branch = ending(withdrawTen(orders));
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);

        String words = agent.commit(agent.prepared().get(0));

        if (words.isEmpty()) {
            assertThat(agent.prepared()).isEmpty();
        } else {
            assertThat(agent.prepared()).hasSize(1);
        }
        assertThat(branch.commit()).isEqualTo(BranchEnd.COMMITTED);
        branch.release();
        assertThat(balance(1)).isEqualTo(90);
        assertThat(agent.prepared()).isEmpty();
        assertPoolIsSound(orders);
    }

    @Test
    void anUnknownBranchIsNeverAcknowledged() throws Exception {
        // scenarios 28 and 29: XAER_NOTA is an answer, and no success
        RecoverableResource agent = agentOf(open("orders"));
        BranchId unheardOf = transactions.begin().id("orders");
        transactions.suspend();
        Listed listed = new Listed(unheardOf, database.nameOf(unheardOf), 0);

        assertThat(agent.commit(listed)).isNotEmpty();
        assertThat(agent.rollback(listed)).isNotEmpty();
        assertThat(agent.ask(unheardOf, Witness.NONE)).isIn(Testimony.UNKNOWN, Testimony.ROLLED_BACK);
        assertThat(agent.prepared()).isEmpty();
    }

    @Test
    void anAgentWhoseConnectionDiedConnectsAnew() throws Exception {
        require(Trait.SERVER, "there is no server that could die by itself");
        RecoverableResource agent = agentOf(open("orders"));
        assertThat(agent.prepared()).isEmpty();

        database.crash();

        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(ResourceUnreachableException.class)
                .until(() -> agent.prepared().isEmpty());
    }

    // ---- the server dies

    @Test
    void aPreparedBranchOutlivesTheServersCrash() throws Exception {
        // scenario 24
        require(Trait.PREPARED_OUTLIVES_CRASH, "what was prepared is lost with it");
        NemconDataSource orders = open("orders");
        Branch committed = ending(withdrawTen(orders));
        NemconDataSource stock = open("stock");
        Transaction second = transactions.begin();
        update(stock, "update account set balance = 0 where id = 2");
        Branch rolledBack = ending(second);
        assertThat(committed.prepare().vote()).isEqualTo(Vote.YES);
        assertThat(rolledBack.prepare().vote()).isEqualTo(Vote.YES);

        database.crash();

        assertThat(committed.commit()).isEqualTo(BranchEnd.COMMITTED);
        assertThat(rolledBack.rollback()).isEqualTo(BranchEnd.ROLLED_BACK);
        committed.release();
        rolledBack.release();
        assertThat(balance(1)).isEqualTo(90);
        assertThat(balance(2)).isEqualTo(100);
        assertPoolIsSound(orders);
    }

    @Test
    void anUnpreparedBranchIsGoneWithTheServersCrash() throws Exception {
        // scenario 18
        require(Trait.SERVER, "there is no server that could die by itself");
        NemconDataSource orders = open("orders");
        Branch branch = ending(withdrawTen(orders));

        database.crash();

        assertThat(branch.prepare().vote()).isEqualTo(Vote.NO);
        branch.release();
        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }

    // ---- the process dies

    @Test
    void aProcessThatIsKilledLeavesWhatItPreparedAndNothingElse() throws Exception {
        // scenarios 18, 19 and 20: SIGKILL of another JVM, resolved in this one
        require(Trait.SERVER, "no second process gets at its files");
        DoomedProcess doomed = DoomedProcess.start(database);
        BranchId branch = doomed.prepared();
        assertThat(database.prepared()).containsExactly(database.nameOf(branch));

        doomed.kill();

        execute("update account set balance = balance + 1 where id = 2"); // what was not prepared holds no lock
        assertThat(balance(2)).isEqualTo(101);
        RecoverableResource agent = agentOf(open("orders"));
        await().atMost(LONG).untilAsserted(() -> assertThat(agent.prepared()).hasSize(1));
        Listed listed = agent.prepared().get(0);
        assertThat(listed.branch()).isEqualTo(branch);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(agent.commit(listed)).isEmpty());
        assertThat(balance(1)).isEqualTo(90);
        assertThat(database.prepared()).isEmpty();
        assertThat(agent.ask(branch, doomed.witness()))
                .isEqualTo(can(Trait.WITNESS) ? Testimony.COMMITTED : Testimony.UNKNOWN);
    }

    // ---- a DBA

    @Test
    void aBranchThatSomebodyRolledBackIsNeverToldAsCommitted() throws Exception {
        // scenarios 25, 28, 66, 71 and 72
        NemconDataSource orders = open("orders");
        Transaction transaction = withdrawTen(orders);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        database.rollbackPrepared(database.nameOf(transaction.id("orders")));

        BranchEnd end = branch.commit();
        branch.release();

        assertThat(end.kind()).isEqualTo(can(Trait.WITNESS) ? BranchEnd.Kind.ROLLED_BACK : BranchEnd.Kind.UNSETTLED);
        assertThat(end.why()).isNotEmpty();
        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }

    @Test
    void aBranchThatSomebodyCommittedIsNeverToldAsRolledBack() throws Exception {
        // scenarios 29 and 65
        NemconDataSource orders = open("orders");
        Transaction transaction = withdrawTen(orders);
        Branch branch = ending(transaction);
        assertThat(branch.prepare().vote()).isEqualTo(Vote.YES);
        database.commitPrepared(database.nameOf(transaction.id("orders")));

        BranchEnd end = branch.rollback();
        branch.release();

        assertThat(end.kind()).isEqualTo(can(Trait.WITNESS) ? BranchEnd.Kind.COMMITTED : BranchEnd.Kind.UNSETTLED);
        assertThat(end.why()).isNotEmpty();
        assertThat(balance(1)).isEqualTo(90);
        assertPoolIsSound(orders);
    }

    @Test
    void anAgentsCommandForABranchThatIsGoneIsNoSuccess() throws Exception {
        // scenarios 25, 28, 66 and 71: listed a moment ago, then lost
        NemconDataSource orders = open("orders");
        RecoverableResource agent = agentOf(orders);
        Transaction transaction = withdrawTen(orders);
        Branch branch = ending(transaction);
        Witness witness = branch.prepare().witness();
        branch.release();
        Listed listed = agent.prepared().get(0);
        database.rollbackPrepared(listed.text());

        assertThat(agent.commit(listed)).isNotEmpty();

        assertThat(agent.prepared()).isEmpty();
        assertThat(agent.ask(transaction.id("orders"), witness))
                .isEqualTo(can(Trait.WITNESS) ? Testimony.ROLLED_BACK : Testimony.UNKNOWN);
        assertThat(balance(1)).isEqualTo(100);
        assertPoolIsSound(orders);
    }
}
