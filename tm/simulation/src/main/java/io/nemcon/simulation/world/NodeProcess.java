package io.nemcon.simulation.world;

import io.nemcon.node.LedgerNode;
import io.nemcon.node.LedgerNodeConfig;
import io.nemcon.node.log.LogException;
import io.nemcon.server.ledger.LedgerService;
import io.nemcon.simulation.log.SimLog;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.machine.SimHost;
import java.time.Duration;

/** A TM node: the real ledger node and its real service, over a simulated log and network. */
final class NodeProcess extends SimProcess {

    NodeProcess(World world, String name) {
        super(world, name);
    }

    @Override
    void live(Machine machine) {
        SimLog log = world().group().open(machine);
        SimHost host = new SimHost(machine);
        LedgerNode node = new LedgerNode(
                host, config(), log, cause -> world().invariants().stopped(machine.name(), cause));
        LedgerService service = new LedgerService(host, node, "simulated");
        world().network().listen(machine, service);
        machine.after(0, () -> {
            try {
                node.start();
            } catch (LogException impossible) {
                throw new IllegalStateException(impossible);
            }
            service.open();
        });
    }

    private LedgerNodeConfig config() {
        Plan plan = world().plan();
        LedgerNodeConfig usual = LedgerNodeConfig.forGroup();
        return new LedgerNodeConfig(
                usual.endSessionsAtStart(),
                World.GRACE,
                Duration.ofMillis(plan.retentionMs()),
                Duration.ofMillis(plan.hashIntervalMs()),
                usual.commandsWaitingMax(),
                usual.commandsPerEntryMax(),
                plan.entriesInFlight());
    }
}
