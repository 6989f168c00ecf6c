package io.nemcon.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Witness;
import io.nemcon.node.LedgerNode;
import io.nemcon.node.LedgerNodeConfig;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.local.LocalLog;
import io.nemcon.node.log.local.LocalLogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent over a real ledger and an XA driver: codes that say nothing, and branches that their resource ended by itself. */
class XaRecoveryTest {

    private static final ResourceName QUEUE = new ResourceName("queue");

    @TempDir
    Path folder;

    private final FakeResourceManager queue = new FakeResourceManager();
    private LedgerNode node;
    private Process owner;
    private Process other;
    private ParticipantAgent agent;
    private long passersBy = 100;

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

    /** A transaction whose owner decided, or did not, and died. */
    private BranchId orphan(Decision decision) throws Exception {
        Gtrid gtrid = owner.gtrid(1);
        BranchId branch = BranchId.of(gtrid, QUEUE, 0);
        queue.prepare(branch);
        if (decision != null) {
            Reason reason = decision == Decision.COMMIT ? Reason.NONE : Reason.VOTED_NO;
            Process.get(owner.decide(gtrid, decision, reason, new DecidedBranch(QUEUE, 0, Witness.NONE)));
        }
        owner.kill();
        return branch;
    }

    private void recover() {
        agent.register(new XaRecoverableResource("queue", queue));
    }

    /** Every end of a session wakes the agent. */
    private void awaitMoreRounds() throws Exception {
        for (int round = 0; round < 2; round++) {
            int before = queue.scans.get();
            new Process(node, "passer-by", ++passersBy).kill();
            eventually().until(() -> queue.scans.get() > before);
        }
    }

    private void awaitNothingUnfinished() {
        eventually().untilAsserted(() -> assertThat(other.unfinished(QUEUE)).isEmpty());
    }

    private List<IncidentKind> incidents() throws Exception {
        return other.incidents().stream().map(Answer.IncidentInfo::kind).toList();
    }

    // ---- codes that say nothing

    @ParameterizedTest
    @CsvSource({
        "COMMIT, -3",
        "COMMIT, -4",
        "COMMIT, -7",
        "COMMIT, 0",
        "COMMIT, 999",
        "ABORT, -3",
        "ABORT, -7",
        "ABORT, 0"
    })
    void aCommandThatWasNotCarriedOutIsRepeatedWhateverTheCode(Decision decision, int code) throws Exception {
        // scenario 27: XAER_RMERR, XAER_NOTA, XAER_RMFAIL, and what no specification knows
        queue.spoiled.add(new FakeResourceManager.Spoiled(code, false));
        BranchId branch = orphan(decision);
        recover();

        awaitNothingUnfinished();
        assertThat(queue.knows(branch)).isFalse();
        assertThat(queue.heard).hasSize(2);
        assertThat(incidents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-3", "-4", "-7", "0", "999"})
    void aCommitThatWasCarriedOutAndToldOtherwiseIsNotCalledFinished(int code) throws Exception {
        // scenario 28: there is no witness, so nobody can tell it from a lost one
        queue.spoiled.add(new FakeResourceManager.Spoiled(code, true));
        orphan(Decision.COMMIT);
        recover();

        eventually().untilAsserted(() -> assertThat(incidents()).containsExactly(IncidentKind.LOST_BRANCH));
        assertThat(other.unfinished(QUEUE)).hasSize(1);
        assertThat(queue.heard).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"-3", "-4", "-7", "0", "999"})
    void aRollbackThatWasCarriedOutAndToldOtherwiseIsFinished(int code) throws Exception {
        // scenario 29
        queue.spoiled.add(new FakeResourceManager.Spoiled(code, true));
        orphan(Decision.ABORT);
        recover();

        awaitNothingUnfinished();
        assertThat(queue.heard).hasSize(1);
        assertThat(incidents()).isEmpty();
    }

    @Test
    void aDriverThatThrowsWhatXaDoesNotKnowIsConnectedToAnew() throws Exception {
        queue.spoiled.add(new FakeResourceManager.Spoiled(FakeResourceManager.BUG, false));
        BranchId branch = orphan(Decision.COMMIT);
        recover();

        awaitNothingUnfinished();
        assertThat(queue.knows(branch)).isFalse();
        assertThat(queue.opened).hasValue(2);
    }

    // ---- ended by the resource itself

    @ParameterizedTest
    @CsvSource({
        "COMMIT, 6, HEURISTIC_ROLLBACK",
        "COMMIT, 5, HEURISTIC_MIXED",
        "COMMIT, 8, HEURISTIC_MIXED",
        "ABORT, 7, HEURISTIC_COMMIT",
        "ABORT, 5, HEURISTIC_MIXED",
        "ABORT, 8, HEURISTIC_MIXED"
    })
    void againstTheDecisionItIsAnIncidentAndItsResourceKeepsIt(Decision decision, int code, IncidentKind kind)
            throws Exception {
        // scenarios 65, 66 and 67: XA_HEURRB, XA_HEURMIX, XA_HEURHAZ, XA_HEURCOM
        BranchId branch = orphan(decision);
        queue.endByItself(branch, code);
        recover();

        eventually().untilAsserted(() -> assertThat(incidents()).containsExactly(kind));
        assertThat(other.incidents().get(0).branch()).isEqualTo(branch.toString());
        assertThat(other.incidents().get(0).evidence()).contains("XA error code " + code);
        awaitMoreRounds();
        assertThat(queue.heard).as("it is told once, and not forgotten").hasSize(1);
        assertThat(queue.knows(branch)).isTrue();
        assertThat(other.unfinished(QUEUE)).hasSize(1);
        assertThat(incidents()).containsExactly(kind);
    }

    @ParameterizedTest
    @CsvSource({"COMMIT, 7", "ABORT, 6"})
    void asDecidedItIsFinishedAndForgottenOnlyAfterThat(Decision decision, int code) throws Exception {
        // scenario 67
        List<Integer> unfinishedAtForget = new CopyOnWriteArrayList<>();
        queue.atForget = () -> unfinishedAtForget.add(other.unfinished(QUEUE).size());
        BranchId branch = orphan(decision);
        queue.endByItself(branch, code);
        recover();

        eventually().until(() -> !queue.knows(branch));
        assertThat(unfinishedAtForget).containsExactly(0);
        assertThat(queue.heard).hasSize(2);
        awaitMoreRounds();
        assertThat(incidents()).isEmpty();
        assertThat(other.unfinished(QUEUE)).isEmpty();
    }

    @Test
    void whatNobodyDecidedIsForgottenOnlyAfterItsIncidentIsKept() throws Exception {
        // scenarios 65 and 67: the end of its session aborted it, and the group has no transaction of it to finish
        List<IncidentKind> keptAtForget = new CopyOnWriteArrayList<>();
        queue.atForget = () -> keptAtForget.addAll(incidents());
        BranchId branch = orphan(null);
        queue.endByItself(branch, XAException.XA_HEURCOM);
        recover();

        eventually().until(() -> !queue.knows(branch));
        assertThat(keptAtForget).containsExactly(IncidentKind.HEURISTIC_COMMIT);
        awaitMoreRounds();
        assertThat(incidents()).containsExactly(IncidentKind.HEURISTIC_COMMIT);
    }

    @ParameterizedTest
    @CsvSource({"-3", "-7", "999", "-2147483648"})
    void aForgetThatFailsLosesNothing(int code) throws Exception {
        // scenario 67: the next agent meets the branch again, reports the same incident, and has it forgotten
        queue.forgetFails.add(code);
        BranchId branch = orphan(null);
        queue.endByItself(branch, XAException.XA_HEURMIX);
        recover();
        eventually().until(() -> queue.forgetFails.isEmpty());
        awaitMoreRounds();
        assertThat(incidents()).containsExactly(IncidentKind.HEURISTIC_MIXED);
        assertThat(queue.knows(branch)).isTrue();
        assertThat(queue.heard).as("neither ended nor forgotten over and over").hasSize(2);

        agent.unregister(QUEUE);
        recover();

        eventually().until(() -> !queue.knows(branch));
        assertThat(incidents()).containsExactly(IncidentKind.HEURISTIC_MIXED);
    }
}
