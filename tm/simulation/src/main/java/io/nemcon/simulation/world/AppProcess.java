package io.nemcon.simulation.world;

import io.nemcon.agent.ParticipantAgent;
import io.nemcon.agent.XaRecoverableResource;
import io.nemcon.client.HostedClient;
import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.client.group.Lines;
import io.nemcon.node.GroupException;
import io.nemcon.simulation.database.SimXaResource;
import io.nemcon.simulation.database.SqlRecovery;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.machine.SimHost;
import io.nemcon.wire.PushListener;
import io.nemcon.wire.StateListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import javax.transaction.xa.XAResource;

/** An application: the real client and agent, and threads that move money until they are told to stop. */
final class AppProcess extends SimProcess {

    private static final long PAUSE_NS = 500_000_000L;

    private final SplittableRandom work;
    private boolean goneForGood;

    AppProcess(World world, String name) {
        super(world, name);
        this.work = world.random().split();
    }

    boolean isGoneForGood() {
        return goneForGood;
    }

    /** It is not started again when it is dead. */
    void goForGood() {
        goneForGood = true;
    }

    @Override
    void live(Machine life) {
        SimHost host = new SimHost(life);
        SplittableRandom random = work.split();
        host.start("main", () -> main(life, host, random));
    }

    private void main(Machine life, SimHost host, SplittableRandom random) {
        Nemcon client = connect(life, host);
        ParticipantAgent agent = ParticipantAgent.of(client);
        for (Resource resource : world().resources()) {
            if (resource.isXa()) {
                agent.register(new XaRecoverableResource(
                        resource.database().name().value(),
                        () -> new Session(new SimXaResource(resource.database(), life, host))));
            } else {
                agent.register(new SqlRecovery(resource.database(), life, host));
            }
        }
        for (int i = 1; i <= world().plan().threads(); i++) {
            Transfers transfers = new Transfers(world(), life, host, client, random.split());
            host.start("teller-" + i, transfers::run);
        }
    }

    private record Session(SimXaResource xa) implements XaRecoverableResource.XaSession {

        @Override
        public XAResource resource() throws SQLException {
            return xa;
        }

        @Override
        public void close() throws SQLException {
            xa.close();
        }
    }

    private Nemcon connect(Machine life, SimHost host) {
        NemconConfig config = NemconConfig.group(world().endpoints())
                .name(name())
                .sessionTtl(World.TTL)
                .requestTimeout(Duration.ofMillis(world().plan().requestTimeoutMs()))
                .threadsMax(8);
        while (true) {
            try {
                return HostedClient.open(host, config, new SimLines(life));
            } catch (GroupException unreachable) {
                pause(host);
            }
        }
    }

    private static void pause(SimHost host) {
        try {
            host.sleep(PAUSE_NS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connections of one life of this process. */
    private final class SimLines implements Lines {

        private final Machine life;

        SimLines(Machine life) {
            this.life = life;
        }

        @Override
        public WireConnection connect(WireEndpoint endpoint, PushListener pushes, StateListener states) {
            return world().network().connect(life, endpoint, pushes, states);
        }

        @Override
        public void close() {
            // whoever made the connections closes them
        }
    }
}
