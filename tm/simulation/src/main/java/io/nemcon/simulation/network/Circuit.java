package io.nemcon.simulation.network;

import io.nemcon.simulation.machine.Machine;
import io.nemcon.wire.WireService;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One connection, from its handshake to its end, with an end at each side. What is sent arrives in order, where the weather
 * lets it; what meets a blocked path is sent again when that is open. A side that hears nothing for long takes the other
 * one for dead; a process that is killed is missed at once, where the path is open.
 */
final class Circuit {

    private static final long BEAT_NS = 500_000_000L;
    private static final long SILENCE_NS = 3_000_000_000L;

    /** One of the two ends. */
    static final class End {
        final Machine machine;
        boolean open;
        long heardNs;

        /** Of what was sent to it last: the next one does not overtake it. */
        long arrivalNs;

        /** What could not be sent to it, for the path is blocked. */
        final Deque<Runnable> backlog = new ArrayDeque<>();

        End(Machine machine, long nowNs) {
            this.machine = machine;
            this.heardNs = nowNs;
        }
    }

    private final SimNetwork network;
    private final SimConnection connection;
    private final End client;
    private final End server;
    private final WireService service;
    private final SimPeer peer;
    private final Runnable clientDied = this::clientDied;
    private final Runnable serverDied = this::serverDied;

    /** The knock has arrived. */
    private boolean shaken;

    Circuit(SimNetwork network, SimConnection connection, SimNetwork.Listening listening) {
        this.network = network;
        this.connection = connection;
        long nowNs = network.scheduler().nowNs();
        this.client = new End(connection.machine(), nowNs);
        this.server = new End(listening.machine(), nowNs);
        this.service = listening.service();
        this.peer = new SimPeer(this, connection.machine().name());
        client.machine.onDeath(clientDied);
        server.machine.onDeath(serverDied);
    }

    SimNetwork network() {
        return network;
    }

    SimConnection connection() {
        return connection;
    }

    Machine serverMachine() {
        return server.machine;
    }

    WireService service() {
        return service;
    }

    SimPeer peer() {
        return peer;
    }

    boolean isBetween(String one, String other) {
        String from = client.machine.name();
        String to = server.machine.name();
        return from.equals(one) && to.equals(other) || from.equals(other) && to.equals(one);
    }

    boolean serverOpen() {
        return server.open;
    }

    /** The client knocks; both are connected when its knock was answered. */
    void shakeHands() {
        network.add(this);
        client.open = true;
        send(client, server, () -> {
            if (!shaken) {
                shaken = true;
                server.open = true;
                service.peerOpened(peer);
                send(server, client, () -> connection.up(this));
            }
        });
        network.scheduler().after(BEAT_NS, this::beat);
    }

    void toServer(Runnable delivery) {
        send(client, server, delivery);
    }

    void toClient(Runnable delivery) {
        send(server, client, delivery);
    }

    private void send(End from, End to, Runnable delivery) {
        from.machine.step();
        Runnable arrival = () -> {
            if (to.open || !shaken) {
                delivery.run();
            }
        };
        if (!isOpen(from, to) || !to.backlog.isEmpty()) {
            to.backlog.add(arrival);
        } else if (!network.weather().loses()) {
            schedule(to, arrival);
            if (network.weather().repeats() && to == server) {
                to.machine.after(network.weather().lateNs(), arrival);
            }
        }
    }

    private void schedule(End to, Runnable arrival) {
        long nowNs = network.scheduler().nowNs();
        long atNs = nowNs + network.weather().delayNs();
        if (!network.weather().reorders()) {
            atNs = Math.max(atNs, to.arrivalNs);
            to.arrivalNs = atNs;
        }
        to.machine.after(atNs - nowNs, arrival);
    }

    private boolean isOpen(End from, End to) {
        return network.weather().isOpen(from.machine.name(), to.machine.name());
    }

    private void beat() {
        if (!client.open && !server.open) {
            network.remove(this);
            client.machine.forgetOnDeath(clientDied);
            server.machine.forgetOnDeath(serverDied);
            return;
        }
        beat(client, server);
        beat(server, client);
        network.scheduler().after(BEAT_NS, this::beat);
    }

    private void beat(End from, End to) {
        long nowNs = network.scheduler().nowNs();
        if (isOpen(from, to)) {
            while (!to.backlog.isEmpty()) {
                schedule(to, to.backlog.poll());
            }
            if (from.open && from.machine.isAlive() && !from.machine.isPaused()) {
                to.heardNs = nowNs;
            }
        }
        if (to.open && nowNs - to.heardNs > SILENCE_NS) {
            to.machine.after(0, () -> close(to, "nothing was heard of the other side for long"));
        }
    }

    private void clientDied() {
        died(client, server);
    }

    private void serverDied() {
        died(server, client);
    }

    /** The machine of an end is gone; its operating system says so, if it can. */
    private void died(End dead, End other) {
        dead.open = false;
        tell(dead, other, "the other side is gone");
    }

    private void tell(End from, End other, String why) {
        if (other.open && isOpen(from, other)) {
            schedule(other, () -> close(other, why));
        }
    }

    /** By the client's side, for good. */
    void hangUp() {
        if (client.open) {
            client.open = false;
            tell(client, server, "the client has closed");
        }
    }

    /** By the server's side. */
    void turnAway(String why) {
        if (server.open) {
            close(server, why);
        }
    }

    void reset(String why) {
        client.machine.after(0, () -> close(client, why));
        server.machine.after(0, () -> close(server, why));
    }

    private void close(End end, String why) {
        if (!end.open) {
            return;
        }
        end.open = false;
        if (end == client) {
            tell(client, server, why);
            connection.down(this, why);
        } else {
            tell(server, client, why);
            peer.gone();
            network.tap().closed(server.machine, this);
            service.peerClosed(peer);
        }
    }
}
