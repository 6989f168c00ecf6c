package io.nemcon.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.OperatorCommand;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.node.LedgerNode;
import io.nemcon.node.LedgerNodeConfig;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.local.LocalLog;
import io.nemcon.node.log.local.LocalLogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents over a real ledger and a simulated database: whose branches they finish, and what they leave to a person. */
class ParticipantAgentTest {

    @TempDir
    Path folder;

    private final SimulatedDatabase orders = new SimulatedDatabase("orders");
    private LedgerNode node;
    private Process owner;
    private Process other;
    private ParticipantAgent agent;

    @BeforeEach
    void start() throws Exception {
        LedgerNodeConfig config = LedgerNodeConfig.forGroup().withDisconnectGrace(Duration.ofMillis(50));
        node = new LedgerNode(Host.real(), config, new LocalLog(LocalLogConfig.of(folder)), cause -> {});
        node.start();
        node.leading().get(20, TimeUnit.SECONDS);
        owner = new Process(node, "owner", 1);
        other = new Process(node, "other", 2);
        agent = ParticipantAgent.of(other);
    }

    @AfterEach
    void stop() {
        agent.close();
        node.close();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private BranchId branch(Gtrid gtrid) {
        return BranchId.of(gtrid, orders.name(), 0);
    }

    private void awaitNothingUnfinished() {
        eventually()
                .untilAsserted(() -> assertThat(other.unfinished(orders.name())).isEmpty());
    }

    private void awaitIncident(IncidentKind kind, String branch) {
        eventually().untilAsserted(() -> assertThat(other.incidents())
                .extracting(Answer.IncidentInfo::kind, Answer.IncidentInfo::branch)
                .contains(tuple(kind, branch)));
    }

    /** Scenarios 20, 21: decided, and its owner is killed before phase two. */
    @Test
    void aCommittedBranchOfADeadOwnerIsCommitted() throws Exception {
        BranchId branch = branch(owner.gtrid(1));
        orders.prepare(branch, 0);
        Process.get(owner.commit(owner.gtrid(1), orders));
        agent.register(orders);
        owner.kill();
        awaitNothingUnfinished();
        assertThat(orders.commands).containsExactly("commit " + branch);
        assertThat(other.incidents()).isEmpty();
    }

    /** Scenario 69: what was finished is not there, and the next numbers are those of what is lost. */
    @Test
    void aDatabaseThatWasSetBackIsSuspendedUntilAPersonClosesTheIncident() throws Exception {
        orders.position.set(900L);
        agent.register(orders);
        eventually().until(() -> !other.agents(orders.name()).isEmpty() && orders.position.get() == null);
        Process.get(owner.decide(
                owner.gtrid(1),
                Decision.COMMIT,
                Reason.NONE,
                new DecidedBranch(orders.name(), 0, new Witness("1000"))));
        assertThat(agent.refusal(orders.name(), 1001)).as("it went on").isEmpty();

        orders.position.set(1000L);
        awaitIncident(IncidentKind.RESOURCE_SET_BACK, "");
        Answer.IncidentInfo incident = other.incidents().get(0);
        assertThat(incident.evidence()).contains("has number 1000, but").contains("COMMIT had number 1000");
        assertThat(agent.refusal(orders.name(), 2000))
                .as("it was set back all the same")
                .contains("orders is suspended by incident " + incident.incident());

        Process.get(owner.channel.propose(
                new Command.FromOperator("ann", "done again", new OperatorCommand.CloseIncident(incident.incident()))));
        assertThat(agent.refusal(orders.name(), 1002)).isEmpty();
    }

    /** Whoever finds it first reports it, and the others hear of the same incident. */
    @Test
    void anApplicationThatIsThereBeforeTheAgentReportsIt() throws Exception {
        agent.register(orders);
        eventually().until(() -> !other.agents(orders.name()).isEmpty());
        Process.get(owner.decide(
                owner.gtrid(1),
                Decision.COMMIT,
                Reason.NONE,
                new DecidedBranch(orders.name(), 0, new Witness("1000"))));

        String refusal = agent.refusal(orders.name(), 960);

        assertThat(other.incidents())
                .extracting(Answer.IncidentInfo::kind)
                .containsExactly(IncidentKind.RESOURCE_SET_BACK);
        assertThat(refusal)
                .contains("suspended by incident " + other.incidents().get(0).incident());
        node.close();
        assertThat(agent.refusal(orders.name(), 961)).contains("can't be asked whether it was set back");
    }

    /** Scenarios 17, 19: prepared, undecided, and its owner is killed. */
    @Test
    void anUndecidedBranchOfADeadOwnerIsRolledBack() throws Exception {
        BranchId branch = branch(owner.gtrid(1));
        agent.register(orders);
        orders.prepare(branch, 0);
        owner.kill();
        eventually().until(() -> !orders.isPrepared(branch.toString()));
        assertThat(orders.commands).containsExactly("rollback " + branch);
    }

    /** Design section 6: pending alone never causes a rollback; its owner is asked, and says that it does not know it. */
    @Test
    void aLongPendingBranchEndsByItsOwnersWordAlone() throws Exception {
        BranchId asked = branch(owner.gtrid(1));
        BranchId young = branch(owner.gtrid(2));
        orders.prepare(asked, 60_000);
        orders.prepare(young, 0);
        agent.register(orders);
        eventually().until(() -> !orders.isPrepared(asked.toString()));
        assertThat(orders.commands).containsExactly("rollback " + asked);
        assertThat(orders.isPrepared(young.toString())).isTrue();
    }

    /** Scenario 27: the answer says error, the branch is still prepared: it is asked again, and finished later. */
    @Test
    void aCommandThatFailedIsRepeatedUntilTheDatabaseShowsItDone() throws Exception {
        BranchId branch = branch(owner.gtrid(1));
        orders.prepare(branch, 0);
        orders.spoiledAnswers.add("not done: 55000 busy");
        orders.spoiledAnswers.add("not done: XAER_RMERR");
        Process.get(owner.commit(owner.gtrid(1), orders));
        owner.kill();
        agent.register(orders);
        awaitNothingUnfinished();
        assertThat(orders.commands).hasSize(3);
    }

    /** Scenarios 22, 28: it was done, and the answer says otherwise: the list and the witness settle it. */
    @Test
    void aCommandWhoseAnswerLiesIsSettledByTheWitness() throws Exception {
        BranchId branch = branch(owner.gtrid(1));
        orders.prepare(branch, 0);
        orders.spoiledAnswers.add("XAER_NOTA");
        Process.get(owner.commit(owner.gtrid(1), orders));
        owner.kill();
        agent.register(orders);
        awaitNothingUnfinished();
        assertThat(orders.commands).hasSize(1);
        assertThat(other.incidents()).isEmpty();
    }

    /** Scenarios 25, 71, 72: decided to commit, and the database has neither the branch nor a trace of it. */
    @Test
    void aLostBranchIsAnIncidentAndIsNeverCalledFinished() throws Exception {
        BranchId branch = branch(owner.gtrid(1));
        orders.settle(branch, Testimony.UNKNOWN);
        Process.get(owner.commit(owner.gtrid(1), orders));
        owner.kill();
        agent.register(orders);
        awaitIncident(IncidentKind.LOST_BRANCH, branch.toString());
        assertThat(other.unfinished(orders.name())).hasSize(1);
    }

    /** Scenario 43: the decision is there before the branch shows as prepared: it is neither finished nor lost. */
    @Test
    void aDecisionThatOvertakesThePrepareWaitsForIt() throws Exception {
        BranchId branch = branch(owner.gtrid(1));
        orders.settle(branch, Testimony.IN_PROGRESS);
        Process.get(owner.commit(owner.gtrid(1), orders));
        owner.kill();
        agent.register(orders);
        eventually().until(() -> orders.listings.get() >= 2);
        assertThat(other.unfinished(orders.name())).hasSize(1);
        assertThat(other.incidents()).isEmpty();
        orders.prepare(branch, 0);
        awaitNothingUnfinished();
        assertThat(orders.commands).containsExactly("commit " + branch);
    }

    /** Scenario 66: a person rolled back what was decided to commit. */
    @Test
    void aHeuristicRollbackIsAnIncident() throws Exception {
        BranchId branch = branch(owner.gtrid(1));
        orders.settle(branch, Testimony.ROLLED_BACK);
        Process.get(owner.commit(owner.gtrid(1), orders));
        owner.kill();
        agent.register(orders);
        awaitIncident(IncidentKind.HEURISTIC_ROLLBACK, branch.toString());
    }

    /** Scenarios 73, 74: other transaction managers' and other groups' branches are reported, and never touched. */
    @Test
    void foreignBranchesAreReportedAndNeverTouched() throws Exception {
        BranchId otherGroups = branch(new Gtrid(new GroupId(~owner.group.bits()), 1, new SessionId(1), 1));
        orders.prepareForeign("131077_narayana");
        orders.prepare(otherGroups, 3_600_000);
        agent.register(orders);
        awaitIncident(IncidentKind.FOREIGN_BRANCH, "131077_narayana");
        awaitIncident(IncidentKind.FOREIGN_BRANCH, otherGroups.toString());
        assertThat(orders.commands).isEmpty();
    }

    /** Scenario 60: a session that the group does not know is no reason to roll back. */
    @Test
    void aForgottenBranchWaitsForAPerson() throws Exception {
        BranchId forgotten = branch(new Gtrid(owner.group, 1, new SessionId(3), 1));
        orders.prepare(forgotten, 60_000);
        agent.register(orders);
        awaitIncident(IncidentKind.FORGOTTEN_BRANCH, forgotten.toString());
        assertThat(orders.commands).isEmpty();
    }

    /** Scenarios 60, 68: a person decides, the agent carries it out and its report settles the incident. */
    @ParameterizedTest
    @EnumSource(Decision.class)
    void aForgottenBranchEndsAsAPersonDecides(Decision decision) throws Exception {
        BranchId forgotten = branch(new Gtrid(owner.group, 1, new SessionId(3), 1));
        orders.prepare(forgotten, 60_000);
        agent.register(orders);
        awaitIncident(IncidentKind.FORGOTTEN_BRANCH, forgotten.toString());
        Process.get(other.channel.propose(new Command.FromOperator(
                "ann", "as the other database shows", new OperatorCommand.Resolve(forgotten.gtrid(), decision))));
        awaitNothingUnfinished();
        assertThat(orders.commands)
                .containsExactly((decision == Decision.COMMIT ? "commit " : "rollback ") + forgotten);
        eventually().untilAsserted(() -> assertThat(other.incidents()).isEmpty());
    }

    /** Scenario 66, design section 6: a person closes the incident, and its branch is finished. */
    @Test
    void aClosedIncidentIsNotReportedAgain() throws Exception {
        BranchId branch = branch(owner.gtrid(1));
        orders.settle(branch, Testimony.ROLLED_BACK);
        Process.get(owner.commit(owner.gtrid(1), orders));
        owner.kill();
        agent.register(orders);
        awaitIncident(IncidentKind.HEURISTIC_ROLLBACK, branch.toString());
        long incident = other.incidents().get(0).incident();
        Process.get(other.channel.propose(
                new Command.FromOperator("ann", "booked by hand", new OperatorCommand.CloseIncident(incident))));
        assertThat(other.unfinished(orders.name())).isEmpty();
        int before = orders.listings.get();
        eventually().until(() -> orders.listings.get() > before);
        assertThat(other.incidents()).isEmpty();
    }

    /** Scenario 34: the database is away for a while. */
    @Test
    void anUnreachableDatabaseIsTriedAgain() throws Exception {
        BranchId branch = branch(owner.gtrid(1));
        orders.prepare(branch, 0);
        orders.unreachableTimes.set(2);
        owner.kill();
        agent.register(orders);
        eventually().until(() -> !orders.isPrepared(branch.toString()));
    }

    /** One active agent a resource; its death makes the next one active at once. */
    @Test
    void theNextAgentTakesOverFromOneThatDied() throws Exception {
        Process first = new Process(node, "first", 3);
        SimulatedDatabase seenByFirst = new SimulatedDatabase("stock");
        SimulatedDatabase seenByOther = new SimulatedDatabase("stock");
        ParticipantAgent firstAgent = ParticipantAgent.of(first);
        firstAgent.register(seenByFirst);
        eventually().until(() -> seenByFirst.listings.get() > 0);
        agent.register(seenByOther);
        BranchId branch = BranchId.of(owner.gtrid(1), seenByOther.name(), 0);
        seenByOther.prepare(branch, 0);
        owner.kill();
        first.kill();
        firstAgent.close();
        eventually().until(() -> !seenByOther.isPrepared(branch.toString()));
    }

    /** A data source is closed, and its process lives on: so its session does, and would keep others from becoming active. */
    @Test
    void theNextAgentTakesOverFromOneThatWasUnregistered() throws Exception {
        SimulatedDatabase seenByFirst = new SimulatedDatabase("stock");
        SimulatedDatabase seenByOther = new SimulatedDatabase("stock");
        ParticipantAgent firstAgent = ParticipantAgent.of(new Process(node, "first", 3));
        firstAgent.register(seenByFirst);
        eventually().until(() -> seenByFirst.listings.get() > 0);
        agent.register(seenByOther);
        BranchId branch = BranchId.of(owner.gtrid(1), seenByOther.name(), 0);
        seenByOther.prepare(branch, 0);
        owner.kill();
        firstAgent.unregister(seenByFirst.name());
        eventually().until(() -> !seenByOther.isPrepared(branch.toString()));
    }

    @Test
    void aResourceThatWasUnregisteredMayBeRegisteredAgain() throws Exception {
        agent.register(orders);
        eventually().until(() -> orders.listings.get() > 0);
        agent.unregister(orders.name());
        BranchId branch = branch(owner.gtrid(1));
        orders.prepare(branch, 0);
        agent.register(orders);
        owner.kill();
        eventually().until(() -> !orders.isPrepared(branch.toString()));
    }

    /** Otherwise nothing that it scanned would count, and outcomes were kept for ever. */
    @Test
    void anAgentThatTheGroupKnowsNothingOfRegistersAnew() throws Exception {
        Process process = new Process(node, "third", 4);
        SimulatedDatabase stock = new SimulatedDatabase("stock");
        ParticipantAgent.of(process).register(stock);
        eventually().until(() -> stock.listings.get() > 0);
        Process.get(process.request(new SessionCommand.UnregisterAgent(stock.name(), 2)));
        owner.kill();
        eventually().until(() -> process.agents(stock.name()).equals(List.of(process.session)));
    }

    @Test
    void aSecondRegistrationOfOneNameIsRefused() {
        agent.register(orders);
        assertThatThrownBy(() -> agent.register(new SimulatedDatabase("orders")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'orders' is registered already");
    }
}
