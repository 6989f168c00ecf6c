package io.nemcon.simulation.network;

import io.nemcon.wire.WirePeer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client at the other end, as a service sees it. */
final class SimPeer implements WirePeer {

    private final Circuit circuit;
    private final String name;
    private final Map<Class<?>, Object> attachments = new HashMap<>();
    private boolean open = true;

    SimPeer(Circuit circuit, String name) {
        this.circuit = circuit;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String remote() {
        return name;
    }

    @Override
    public boolean push(int service, int method, byte[] payload) {
        if (!open) {
            return false;
        }
        byte[] sent = payload.clone();
        circuit.serverMachine().trace(() -> "-> " + name + "  " + Words.ofPush(method, sent));
        circuit.toClient(() -> circuit.connection().pushed(service, method, sent));
        return true;
    }

    @Override
    public <T> @Nullable T attachment(Class<T> type) {
        return type.cast(attachments.get(type));
    }

    @Override
    public <T> void attach(Class<T> type, @Nullable T value) {
        if (value == null) {
            attachments.remove(type);
        } else {
            attachments.put(type, value);
        }
    }

    @Override
    public void close(String why) {
        circuit.turnAway(why);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    void gone() {
        open = false;
    }
}
