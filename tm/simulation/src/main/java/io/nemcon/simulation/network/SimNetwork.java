package io.nemcon.simulation.network;

import io.nemcon.simulation.machine.Machine;
import io.nemcon.simulation.machine.Scheduler;
import io.nemcon.wire.PushListener;
import io.nemcon.wire.StateListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireService;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who listens where, and the connections there are. */
public final class SimNetwork {

    /** A process that takes connections. */
    record Listening(Machine machine, WireService service) {}

    private final Scheduler scheduler;
    private final Weather weather;
    private final Wiretap tap;
    private final Map<WireEndpoint, Listening> listeners = new HashMap<>();
    private final Set<Circuit> circuits = new LinkedHashSet<>();

    public SimNetwork(Scheduler scheduler, Weather weather, Wiretap tap) {
        this.scheduler = scheduler;
        this.weather = weather;
        this.tap = tap;
    }

    /** Where the process of this name listens, in each of its lives. */
    public static WireEndpoint endpointOf(String process) {
        return new WireEndpoint(process, 7650);
    }

    public void listen(Machine machine, WireService service) {
        listeners.put(endpointOf(machine.name()), new Listening(machine, service));
    }

    /** A client's line to a node, for the life of the client's process. */
    public WireConnection connect(Machine client, WireEndpoint to, PushListener pushes, StateListener states) {
        SimConnection connection = new SimConnection(this, client, to, pushes, states);
        connection.start();
        return connection;
    }

    /** Every connection between the two breaks, and both sides learn of it. */
    public void cut(String one, String other) {
        for (Circuit circuit : List.copyOf(circuits)) {
            if (circuit.isBetween(one, other)) {
                circuit.reset("the connection was reset");
            }
        }
    }

    @Nullable
    Listening listeningAt(WireEndpoint endpoint) {
        return listeners.get(endpoint);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Weather weather() {
        return weather;
    }

    Wiretap tap() {
        return tap;
    }

    void add(Circuit circuit) {
        circuits.add(circuit);
    }

    void remove(Circuit circuit) {
        circuits.remove(circuit);
    }
}
