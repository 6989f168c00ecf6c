package io.nemcon.wire.net;

import io.nemcon.wire.WireCall;
import io.nemcon.wire.WirePeer;
import io.nemcon.wire.WireService;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A service that remembers what happened to it. */
public final class RecordingService implements WireService {

    public static final int NUMBER = 7;

    public final List<WirePeer> opened = new CopyOnWriteArrayList<>();
    public final List<WirePeer> closed = new CopyOnWriteArrayList<>();
    public final AtomicInteger handled = new AtomicInteger();
    public final BlockingQueue<WireCall> held = new LinkedBlockingQueue<>();
    private final Consumer<WireCall> behaviour;

    private RecordingService(Consumer<WireCall> behaviour) {
        this.behaviour = behaviour;
    }

    public static RecordingService doing(Consumer<WireCall> behaviour) {
        return new RecordingService(behaviour);
    }

    public static RecordingService echo() {
        return doing(call -> call.reply(call.payload()));
    }

    /** Answers nothing by itself: {@link #held} has the calls. */
    public static RecordingService holding() {
        RecordingService[] self = new RecordingService[1];
        self[0] = doing(call -> self[0].held.add(call));
        return self[0];
    }

    public WireCall nextHeld() throws InterruptedException {
        WireCall call = held.poll(30, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no call arrived");
        }
        return call;
    }

    public WirePeer onlyPeer() {
        Eventually.until("a peer is connected", () -> opened.size() > closed.size());
        return opened.get(opened.size() - 1);
    }

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public void handle(WireCall call) {
        handled.incrementAndGet();
        behaviour.accept(call);
    }

    @Override
    public void peerOpened(WirePeer peer) {
        opened.add(peer);
    }

    @Override
    public void peerClosed(WirePeer peer) {
        closed.add(peer);
    }
}
