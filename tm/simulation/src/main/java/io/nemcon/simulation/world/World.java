package io.nemcon.simulation.world;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.ledger.LedgerSnapshot;
import io.nemcon.simulation.check.Invariants;
import io.nemcon.simulation.database.SimDatabase;
import io.nemcon.simulation.fault.FaultSchedule;
import io.nemcon.simulation.log.SimGroup;
import io.nemcon.simulation.log.SimLog;
import io.nemcon.simulation.machine.Crew;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.machine.Scheduler;
import io.nemcon.simulation.machine.Trace;
import io.nemcon.simulation.network.SimNetwork;
import io.nemcon.simulation.network.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is in one simulation, made from a seed. Applications do business while faults happen; then the faults
 * are over, business ends, and within {@link #BOUND_NS} everything must be resolved.
 */
public final class World {

    /** How long after the last fault and the last begin of a transaction something may be left. */
    public static final long BOUND_NS = 40_000_000_000L;

    static final Duration TTL = Duration.ofSeconds(4);
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final long LOOK_NS = 500_000_000L;
    private static final long BALANCE = 1_000;

    private final SplittableRandom random;
    private final Plan plan;
    private final Scheduler scheduler;
    private final Weather weather;
    private final Invariants invariants;
    private final SimNetwork network;
    private final SimGroup group;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final List<AppProcess> apps = new ArrayList<>();
    private final List<Resource> resources = new ArrayList<>();
    private final FaultSchedule schedule;
    private boolean open = true;

    public World(long seed, @Nullable FaultSchedule faults, Crew crew, Trace trace) {
        this.random = new SplittableRandom(seed);
        this.plan = Plan.of(random.split());
        SplittableRandom ofFaults = random.split();
        this.schedule = faults == null ? FaultSchedule.of(ofFaults, plan.businessNs()) : faults;
        this.scheduler = new Scheduler(crew, trace);
        this.weather = new Weather(random.split());
        this.invariants = new Invariants(scheduler, GRACE.toNanos(), plan.embedded());
        this.network = new SimNetwork(scheduler, weather, invariants);
        for (int i = 1; i <= plan.databases(); i++) {
            SimDatabase database =
                    new SimDatabase("db" + i, scheduler, weather, random.split(), plan.accounts(), BALANCE, invariants);
            resources.add(new Resource(database, i <= plan.xaDatabases()));
        }
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= plan.nodes(); i++) {
            names.add("tm" + i);
        }
        if (plan.embedded()) {
            names.add("app1"); // its ledger is with it
        }
        this.group = new SimGroup(scheduler, weather, random.split(), names, invariants::committed, new Replicas());
        for (int i = 1; i <= plan.nodes(); i++) {
            nodes.add(new NodeProcess(this, "tm" + i));
        }
        for (int i = 1; i <= plan.apps(); i++) {
            apps.add(new AppProcess(this, "app" + i));
        }
    }

    /** What the invariants want to know of replicas. */
    private final class Replicas implements SimGroup.Observer {

        @Override
        public void elected(String node) {
            invariants.elected(node);
        }

        @Override
        public void leads(String node, long term) {
            invariants.leads(node, term);
        }

        @Override
        public void state(String node, int applied, byte[] snapshot) {
            invariants.state(node, applied, snapshot);
        }
    }

    /** Lives it to its end. Returns what was violated, null if nothing was. */
    public @Nullable Throwable run() {
        nodes.forEach(SimProcess::start);
        apps.forEach(SimProcess::start);
        FaultInjector injector = new FaultInjector(this);
        schedule.faults().forEach(injector::schedule);
        if (scheduler.runUntil(plan.businessNs())) {
            injector.endAll();
            open = false;
            awaitQuiet();
        }
        Throwable failure = scheduler.failure();
        end();
        return failure;
    }

    private void awaitQuiet() {
        long untilNs = scheduler.nowNs() + BOUND_NS;
        String unrest = "nobody has looked yet";
        while (!unrest.isEmpty() && scheduler.nowNs() < untilNs) {
            if (!scheduler.runUntil(scheduler.nowNs() + LOOK_NS)) {
                return;
            }
            unrest = unrest();
        }
        Ledger ledger = ledger();
        if (ledger != null) {
            invariants.atTheEnd(
                    unrest, databases(), ledger, withoutWitness(), (long) plan.databases() * plan.accounts() * BALANCE);
        } else {
            invariants.noLeader();
        }
    }

    private String unrest() {
        Ledger ledger = ledger();
        if (ledger == null) {
            return "nobody leads";
        }
        String unrest = invariants.unrest(databases(), ledger, withoutWitness());
        return unrest.isEmpty() ? wrongAgent(ledger) : unrest;
    }

    /** An agent by the ledger that is none by its process, or the other way round, in words; empty if there is none. */
    private String wrongAgent(Ledger ledger) {
        for (Resource resource : resources) {
            ResourceName name = resource.database().name();
            Set<String> agents = invariants.agentsOf(name, ledger);
            for (AppProcess app : apps) {
                if (agents.contains(app.name()) != app.isAgentOf(name)) {
                    return app.name() + (app.isAgentOf(name) ? " is" : " is not") + " an agent of " + name
                            + ", and the ledger says otherwise";
                }
            }
        }
        return "";
    }

    /** The state of the leader's replica; null if nobody leads. */
    private @Nullable Ledger ledger() {
        SimLog leader = group.leader();
        byte[] snapshot = leader == null ? null : leader.stateWhenCaughtUp();
        return snapshot == null ? null : LedgerSnapshot.read(snapshot);
    }

    /** Threads that still wait are ended with their processes. */
    private void end() {
        nodes.forEach(SimProcess::kill);
        apps.forEach(SimProcess::kill);
        scheduler.windUp();
    }

    Plan plan() {
        return plan;
    }

    public FaultSchedule schedule() {
        return schedule;
    }

    /** Whether applications begin transactions. */
    boolean isOpenForBusiness() {
        return open;
    }

    SplittableRandom random() {
        return random;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    Weather weather() {
        return weather;
    }

    public Invariants invariants() {
        return invariants;
    }

    SimNetwork network() {
        return network;
    }

    SimGroup group() {
        return group;
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    List<AppProcess> apps() {
        return apps;
    }

    List<Resource> resources() {
        return resources;
    }

    private List<SimDatabase> databases() {
        return resources.stream().map(Resource::database).toList();
    }

    private Set<SimDatabase> withoutWitness() {
        Set<SimDatabase> without = new LinkedHashSet<>();
        resources.stream().filter(Resource::isXa).forEach(one -> without.add(one.database()));
        return without;
    }

    String endpoints() {
        return nodes.stream()
                .map(one -> SimNetwork.endpointOf(one.name()).toString())
                .collect(Collectors.joining(","));
    }

    /** Of a process that is alive; null if it is not. */
    static @Nullable Machine lifeOf(SimProcess process) {
        return process.isAlive() ? process.machine() : null;
    }
}
