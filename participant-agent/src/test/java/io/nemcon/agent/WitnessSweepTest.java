package io.nemcon.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.LedgerNode;
import io.nemcon.node.LedgerNodeConfig;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.local.LocalLog;
import io.nemcon.node.log.local.LocalLogConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which witnesses may go, over a real ledger. */
class WitnessSweepTest {

    private static final long OLD_MS = 3_600_000;

    @TempDir
    Path folder;

    private final SimulatedDatabase orders = new SimulatedDatabase("orders");
    private LedgerNode node;
    private Process owner;

    @BeforeEach
    void start() throws Exception {
        node = new LedgerNode(
                Host.real(), LedgerNodeConfig.forGroup(), new LocalLog(LocalLogConfig.of(folder)), cause -> {});
        node.start();
        node.leading().get(20, TimeUnit.SECONDS);
        owner = new Process(node, "owner", 1);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private BranchId witnessed(Gtrid gtrid, long agoMs) {
        BranchId branch = BranchId.of(gtrid, orders.name(), 0);
        orders.leaveWitness(branch, agoMs);
        return branch;
    }

    private void sweep() throws Exception {
        new WitnessSweep(owner, new PassedResource(owner.host(), orders), owner.group).run();
    }

    @Test
    void theWitnessOfAFinishedBranchGoes() throws Exception {
        Gtrid gtrid = owner.gtrid(1);
        BranchId branch = witnessed(gtrid, OLD_MS);
        owner.commit(gtrid, orders).get(20, TimeUnit.SECONDS);
        owner.request(new SessionCommand.Finished(List.of(new FinishedBranch(branch))))
                .get(20, TimeUnit.SECONDS);

        sweep();

        assertThat(orders.rows).isEmpty();
    }

    @Test
    void theWitnessOfABranchThatWasNotReportedFinishedStays() throws Exception {
        // scenario 9: whoever drives the commit again will ask for it
        BranchId branch = witnessed(owner.gtrid(1), OLD_MS);
        owner.commit(owner.gtrid(1), orders).get(20, TimeUnit.SECONDS);

        sweep();

        assertThat(orders.rows).containsOnlyKeys(branch);
    }

    @Test
    void aWitnessThatShouldNotBeThereStaysAsEvidence() throws Exception {
        // scenario 65: pending or aborted, and somebody committed the branch
        BranchId pending = witnessed(owner.gtrid(1), OLD_MS);
        BranchId aborted = witnessed(owner.gtrid(2), OLD_MS);
        owner.decide(owner.gtrid(2), Decision.ABORT, Reason.OWNER_UNKNOWN).get(20, TimeUnit.SECONDS);

        sweep();

        assertThat(orders.rows).containsOnlyKeys(pending, aborted);
    }

    @Test
    void whatTheGroupHasForgottenIsKeptForAMonth() throws Exception {
        Gtrid unknown = new Gtrid(owner.group, 0, new SessionId(1), 1);
        BranchId young = witnessed(unknown, WitnessSweep.FORGOTTEN_KEPT_MS - 1);
        witnessed(new Gtrid(owner.group, 0, new SessionId(1), 2), WitnessSweep.FORGOTTEN_KEPT_MS);

        sweep();

        assertThat(orders.rows).containsOnlyKeys(young);
    }

    @Test
    void oneSweepIsBounded() throws Exception {
        for (int i = 0; i < WitnessSweep.BATCH * WitnessSweep.BATCHES_MAX + 1; i++) {
            witnessed(new Gtrid(owner.group, 0, new SessionId(1), i + 1), WitnessSweep.FORGOTTEN_KEPT_MS);
        }

        sweep();

        assertThat(orders.rows).hasSize(1);
    }
}
