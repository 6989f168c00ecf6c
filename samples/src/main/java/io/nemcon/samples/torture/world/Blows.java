package io.nemcon.samples.torture.world;

import io.nemcon.samples.torture.plan.Fault;
import io.nemcon.samples.torture.plan.FaultKind;
import io.nemcon.samples.torture.proxy.Link;
import io.nemcon.samples.torture.proxy.Weather;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes blows of faults: finds the seats, clocks and links of those who are named, and who leads now. Thread-safe. */
final class Blows {

    /** Behind the name of a victim that leads. */
    static final String LEADS = ", which leads";

    private final World world;

    Blows(World world) {
        this.world = world;
    }

    /** The apps that a fault strikes; not the agent, which begins nothing that could be left. */
    List<AppSeat> apps(Fault fault) {
        return switch (fault.kind().lane()) {
            case APPS ->
                fault.kind() == FaultKind.APP_STALL_KILL
                        ? List.of(world.app(fault.from()))
                        : fault.victims().stream().map(world::app).toList();
            case NODES, AGENT, DATABASES, CLOCKS, LINKS -> List.of();
        };
    }

    /** Finds out who is struck by a fault now. */
    Blow of(Fault fault) {
        return switch (fault.kind().lane()) {
            case NODES -> blowOnNodes(fault);
            case APPS -> blowOnApps(fault);
            case AGENT, DATABASES ->
                new SeatBlow(
                        fault.victims().stream().map(world::seat).toList(),
                        fault.kind().deed(),
                        "");
            case CLOCKS -> blowOnClock(fault);
            case LINKS ->
                new LinkBlow(
                        fault.victim(),
                        List.of(world.link(fault.from(), fault.to())),
                        Weather.valueOf(fault.kind().name().substring("LINK_".length())));
        };
    }

    private Blow blowOnNodes(Fault fault) {
        Optional<NodeSeat> leader = world.leader();
        List<NodeSeat> victims = fault.victims().stream()
                .map(name -> name.equals(Fault.LEADER)
                        ? leader.orElse(world.node(world.cast().nodes().get(0)))
                        : world.node(name))
                .toList();
        Optional<NodeSeat> leads = leader.filter(victims::contains);
        String note = leads.isEmpty()
                ? ""
                : victims.size() == 1 ? LEADS : ", of which " + leads.get().name() + LEADS;
        return fault.kind() == FaultKind.NODE_ISOLATE
                ? new LinkBlow(
                        victims.get(0).name() + note,
                        linksAmongNodes(victims.get(0).name()),
                        Weather.HALF_OPEN)
                : new SeatBlow(victims, fault.kind().deed(), note);
    }

    /** From and to all others. */
    private List<Link> linksAmongNodes(String node) {
        return world.cast().nodes().stream()
                .filter(other -> !other.equals(node))
                .flatMap(other -> Stream.of(world.link(node, other), world.link(other, node)))
                .toList();
    }

    private Blow blowOnApps(Fault fault) {
        Blow blow = new SeatBlow(apps(fault), fault.kind().deed(), "");
        return switch (fault.kind()) {
            case APP_STALL_KILL -> new StallBlow(blow, fault.to(), List.of(world.link(fault.from(), fault.to())));
            case APP_STALL_PAUSE ->
                new StallBlow(
                        blow,
                        "the group",
                        world.cast().nodes().stream()
                                .map(node -> world.link(fault.victim(), node))
                                .toList());
            default -> blow;
        };
    }

    private Blow blowOnClock(Fault fault) {
        ProcessSeat victim = fault.victim().equals(Fault.LEADER)
                ? world.leader().orElse(world.node(world.cast().nodes().get(0)))
                : world.process(fault.victim());
        long jumpMs = FaultKind.JUMP.toMillis();
        return new ClockBlow(victim.life(), victim.process(), fault.kind() == FaultKind.CLOCK_AHEAD ? jumpMs : -jumpMs);
    }
}
