package io.nemcon.simulation.network;

import io.nemcon.simulation.machine.Event;
import io.nemcon.simulation.machine.Machine;
import io.nemcon.wire.PushListener;
import io.nemcon.wire.StateListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client's line to one node: one circuit after another. */
final class SimConnection implements WireConnection {

    private static final long CONNECT_NS = 2_000_000_000L;
    private static final long HANDSHAKE_NS = 3_000_000_000L;
    private static final long PAUSE_LEAST_NS = 20_000_000L;
    private static final long PAUSE_MOST_NS = 500_000_000L;

    private record Pending(int method, CompletableFuture<byte[]> answer, Event timeIsUp) {}

    private final SimNetwork network;
    private final Machine machine;
    private final WireEndpoint endpoint;
    private final List<PushListener> pushes = new ArrayList<>();
    private final List<StateListener> states = new ArrayList<>();
    private final Map<Long, Pending> inFlight = new LinkedHashMap<>();

    private @Nullable Circuit circuit;
    private boolean up;
    private boolean closed;
    private long pauseNs = PAUSE_LEAST_NS;
    private long calls;
    private String lastFailure = "";

    SimConnection(
            SimNetwork network, Machine machine, WireEndpoint endpoint, PushListener pushes, StateListener states) {
        this.network = network;
        this.machine = machine;
        this.endpoint = endpoint;
        this.pushes.add(pushes);
        this.states.add(states);
    }

    Machine machine() {
        return machine;
    }

    void start() {
        states.forEach(listener -> listener.onState(false, ""));
        machine.after(0, this::knock);
    }

    private void knock() {
        if (closed) {
            return;
        }
        SimNetwork.Listening listening = network.listeningAt(endpoint);
        if (listening == null || !network.weather().isOpenBothWays(machine.name(), endpoint.host())) {
            machine.after(CONNECT_NS, () -> missed("it does not answer"));
        } else if (!listening.machine().isAlive()) {
            machine.after(network.weather().delayNs(), () -> missed("connection refused"));
        } else {
            Circuit next = new Circuit(network, this, listening);
            circuit = next;
            next.shakeHands();
            machine.after(HANDSHAKE_NS, () -> {
                if (circuit == next && !up) {
                    next.hangUp();
                    missed("the handshake took too long");
                }
            });
        }
    }

    private void missed(String why) {
        circuit = null;
        lastFailure = why;
        if (!closed) {
            machine.after(network.weather().pauseNs(pauseNs), this::knock);
            pauseNs = Math.min(PAUSE_MOST_NS, pauseNs * 2);
        }
    }

    void up(Circuit of) {
        if (circuit == of && !closed) {
            up = true;
            pauseNs = PAUSE_LEAST_NS;
            states.forEach(listener -> listener.onState(true, ""));
        }
    }

    void down(Circuit of, String why) {
        if (circuit != of) {
            return;
        }
        boolean was = up;
        up = false;
        failInFlight(why);
        if (was) {
            machine.trace(() -> "lost its connection to " + endpoint.host() + ": " + why);
            states.forEach(listener -> listener.onState(false, why));
        }
        missed(why);
    }

    private void failInFlight(String why) {
        List<Pending> lost = List.copyOf(inFlight.values());
        inFlight.clear();
        lost.forEach(one -> one.timeIsUp().cancel());
        lost.forEach(one -> one.answer().completeExceptionally(new WireException(WireStatus.UNKNOWN_OUTCOME, why)));
    }

    @Override
    public CompletableFuture<byte[]> call(int service, int method, byte[] payload, Duration deadline) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Circuit now = circuit;
        if (!up || now == null) {
            answer.completeExceptionally(new WireException(WireStatus.UNAVAILABLE, "the connection is down"));
            return answer;
        }
        long number = ++calls;
        byte[] sent = payload.clone();
        machine.step();
        machine.trace(() -> "-> " + endpoint.host() + "  " + Words.ofRequest(method, sent));
        network.tap().sent(machine, method, sent);
        long deadlineNs = network.scheduler().nowNs() + deadline.toNanos();
        now.toServer(() -> now.service().handle(new SimCall(now, number, method, sent, deadlineNs)));
        Event timeIsUp = machine.after(deadline.toNanos(), () -> timeIsUp(number));
        inFlight.put(number, new Pending(method, answer, timeIsUp));
        return answer;
    }

    void replied(long number, byte[] reply) {
        Pending pending = inFlight.remove(number);
        if (pending != null) {
            pending.timeIsUp().cancel();
            machine.trace(() -> "<- " + endpoint.host() + "  " + Words.ofReply(pending.method(), reply));
            pending.answer().complete(reply);
        }
    }

    private void timeIsUp(long number) {
        if (inFlight.containsKey(number)) {
            failed(number, new WireException(WireStatus.UNKNOWN_OUTCOME, "no answer in time"));
        }
    }

    void failed(long number, WireException failure) {
        Pending pending = inFlight.remove(number);
        if (pending != null) {
            pending.timeIsUp().cancel();
            machine.trace(() -> "<- " + endpoint.host() + "  " + Words.ofMethod(pending.method()) + " failed: "
                    + failure.status() + ", " + failure.getMessage());
            pending.answer().completeExceptionally(failure);
        }
    }

    void pushed(int service, int method, byte[] payload) {
        if (!closed) {
            pushes.forEach(listener -> listener.onPush(service, method, payload));
        }
    }

    @Override
    public WireEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public boolean awaitUp(Duration patience) {
        throw new UnsupportedOperationException("a simulated process waits through its host alone");
    }

    @Override
    public String peerName() {
        return up ? endpoint.host() : "";
    }

    @Override
    public String peerGroup() {
        return "";
    }

    @Override
    public void onPush(PushListener listener) {
        pushes.add(listener);
    }

    @Override
    public void onState(StateListener listener) {
        states.add(listener);
        listener.onState(up, lastFailure);
    }

    @Override
    public String lastFailure() {
        return lastFailure;
    }

    @Override
    public boolean isRefused() {
        return false;
    }

    @Override
    public void close() {
        closed = true;
        up = false;
        Circuit open = circuit;
        circuit = null;
        if (open != null) {
            open.hangUp();
        }
        failInFlight("closed");
    }
}
