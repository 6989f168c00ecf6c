package io.nemcon.simulation.network;

import io.nemcon.wire.WireCall;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WirePeer;
import io.nemcon.wire.WireStatus;

/** A request at its service. */
final class SimCall implements WireCall {

    private final Circuit circuit;
    private final long number;
    private final int method;
    private final byte[] payload;
    private final long deadlineNs;
    private final long receivedNs;
    private boolean answered;

    SimCall(Circuit circuit, long number, int method, byte[] payload, long deadlineNs) {
        this.circuit = circuit;
        this.number = number;
        this.method = method;
        this.payload = payload;
        this.deadlineNs = deadlineNs;
        this.receivedNs = circuit.network().scheduler().nowNs();
    }

    @Override
    public WirePeer peer() {
        return circuit.peer();
    }

    @Override
    public int method() {
        return method;
    }

    @Override
    public byte[] payload() {
        return payload.clone();
    }

    @Override
    public long deadlineNanosLeft() {
        return Math.max(0, deadlineNs - circuit.network().scheduler().nowNs());
    }

    @Override
    public void reply(byte[] reply) {
        answer();
        circuit.network().tap().answered(circuit.serverMachine(), circuit, receivedNs, method, payload, reply);
        if (circuit.serverOpen()) {
            circuit.toClient(() -> circuit.connection().replied(number, reply));
        }
    }

    @Override
    public void fail(WireStatus status, String why, String leaderHint) {
        answer();
        if (circuit.serverOpen()) {
            circuit.toClient(() -> circuit.connection().failed(number, new WireException(status, why, leaderHint)));
        }
    }

    private void answer() {
        if (answered) {
            throw new IllegalStateException("call " + number + " of method " + method + " is answered a second time");
        }
        answered = true;
    }
}
