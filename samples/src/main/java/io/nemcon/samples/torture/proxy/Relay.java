package io.nemcon.samples.torture.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** One connection through a proxy: two sockets, and a thread for each way. Thread-safe. */
final class Relay {

    private static final double DROPPED = 0.3;
    private static final double DOUBLED = 0.5;
    private static final long DELAY_NANOS_MAX = 120_000_000;

    private final Link link;
    private final Socket caller;
    private final Socket called;
    private final Runnable afterwards;
    private final AtomicBoolean oneWayEnded = new AtomicBoolean();
    private volatile boolean hole;

    /** @param afterwards once both ways have ended */
    Relay(Link link, Socket caller, Socket called, Runnable afterwards) {
        this.link = link;
        this.caller = caller;
        this.called = called;
        this.afterwards = afterwards;
        link.add(this);
    }

    /** Whether something was swallowed, so that the stream cannot go on. */
    boolean hasHole() {
        return hole;
    }

    /** Passes on one way until that ends; to be called on two threads, once for each way. */
    void run(boolean toCaller, Pieces pieces, byte[] first) {
        try {
            OutputStream out = (toCaller ? caller : called).getOutputStream();
            if (first.length > 0) {
                pass(first, pieces, toCaller, out);
            }
            for (byte[] piece = pieces.next(); piece != null; piece = pieces.next()) {
                pass(piece, pieces, toCaller, out);
            }
        } catch (IOException e) {
            // One side has gone, or the weather is such; the other side learns it below.
        }
        link.awaitPassable(toCaller);
        close();
        if (oneWayEnded.getAndSet(true)) {
            link.remove(this);
            afterwards.run();
        }
    }

    private void pass(byte[] piece, Pieces pieces, boolean toCaller, OutputStream out) throws IOException {
        Weather weather = link.weather();
        if (weather.swallows(toCaller)) {
            hole = true;
            if (link.weather() != weather) {
                close(); // the weather changed just now, and may not have seen the hole
            }
            return;
        }
        if (hole || weather == Weather.CUT) {
            close();
            return;
        }
        if (weather == Weather.DELAY && !pieces.moreIsThere()) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(DELAY_NANOS_MAX));
        }
        if (weather == Weather.DROP && pieces.mayBeLost() && chance(DROPPED)) {
            return;
        }
        out.write(piece);
        if (weather == Weather.DUPLICATE && pieces.mayBeLost() && chance(DOUBLED)) {
            out.write(piece);
        }
    }

    private static boolean chance(double probability) {
        return ThreadLocalRandom.current().nextDouble() < probability;
    }

    /** Both sides see a connection that ends. Idempotent. */
    void close() {
        Proxy.closeQuietly(caller);
        Proxy.closeQuietly(called);
    }
}
