package io.nemcon.simulation.world;

import io.nemcon.agent.ParticipantAgent;
import io.nemcon.agent.XaRecoverableResource;
import io.nemcon.client.HostedClient;
import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.client.group.EmbeddedGroup;
import io.nemcon.client.group.Lines;
import io.nemcon.core.id.ResourceName;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.GroupException;
import io.nemcon.simulation.database.SimXaResource;
import io.nemcon.simulation.database.SqlRecovery;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.machine.SimHost;
import io.nemcon.wire.PushListener;
import io.nemcon.wire.StateListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import javax.transaction.xa.XAResource;

/** An application: the real client and agent, and threads that move money until they are told to stop. */
final class AppProcess extends SimProcess {

    private static final long PAUSE_NS = 500_000_000L;

    private final SplittableRandom work;

    /** The resources that this life is an agent of. */
    private final Set<ResourceName> registered = new LinkedHashSet<>();

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

    /** What it says of itself: whether its agent is at work on that resource. */
    boolean isAgentOf(ResourceName resource) {
        return isAlive() && registered.contains(resource);
    }

    private void main(Machine life, SimHost host, SplittableRandom random) {
        registered.clear();
        Nemcon client = world().plan().embedded() ? embedded(life, host) : connect(life, host);
        ParticipantAgent agent = ParticipantAgent.of(client);
        world().resources().forEach(resource -> register(agent, resource, life, host));
        if (world().plan().openNs() > 0) {
            SplittableRandom turns = random.split();
            host.start("opener", () -> reopen(agent, life, host, turns));
        }
        for (int i = 1; i <= world().plan().threads(); i++) {
            Transfers transfers = new Transfers(world(), life, host, client, random.split());
            host.start("teller-" + i, transfers::run);
        }
    }

    private void register(ParticipantAgent agent, Resource resource, Machine life, SimHost host) {
        registered.add(resource.database().name());
        if (resource.isXa()) {
            agent.register(new XaRecoverableResource(
                    resource.database().name().value(),
                    () -> new Session(new SimXaResource(resource.database(), life, host))));
        } else {
            agent.register(new SqlRecovery(resource.database(), life, host));
        }
    }

    /** Data sources are closed and opened, one at a time; all are open in the end. */
    private void reopen(ParticipantAgent agent, Machine life, SimHost host, SplittableRandom turns) {
        long openNs = world().plan().openNs();
        try {
            while (world().isOpenForBusiness()) {
                host.sleep(turns.nextLong(openNs));
                Resource resource = world().resources()
                        .get(turns.nextInt(world().resources().size()));
                registered.remove(resource.database().name());
                agent.unregister(resource.database().name());
                host.sleep(turns.nextLong(turns.nextInt(2) == 0 ? openNs : openNs / 100));
                register(agent, resource, life, host);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
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

    /** The ledger in this process, over a log on a simulated disk. */
    private Nemcon embedded(Machine life, SimHost host) {
        Duration patience = Duration.ofMillis(world().plan().requestTimeoutMs());
        NemconConfig config = NemconConfig.embedded(Path.of(name()))
                .name(name())
                .sessionTtl(World.TTL)
                .requestTimeout(patience)
                .threadsMax(8);
        while (true) {
            try {
                GroupChannel ledger =
                        EmbeddedGroup.open(host, name(), world().group().open(life), "a simulated disk", patience);
                return HostedClient.open(host, config, new TappedGroup(ledger, life, world().invariants()));
            } catch (GroupException notReady) {
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
