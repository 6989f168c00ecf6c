package io.nemcon.wire.client;

import io.nemcon.wire.PushListener;
import io.nemcon.wire.StateListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireStatus;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line to one node, over as many connections as it takes.
 *
 * <pre>
 * CONNECTING -> UP       the handshake succeeded
 * CONNECTING -> DOWN     it failed or was refused; tried again after a pause
 * UP         -> DOWN     the connection ended; tried again after a pause
 * DOWN       -> CONNECTING
 * any        -> CLOSED
 * </pre>
 *
 * <p>All transitions are on the line's one event loop. Any thread reads {@link #state}.
 */
final class Line implements WireConnection, ClientSession.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    private static final String CLOSED_WORDS = "closed by this client";

    private enum Phase {
        CONNECTING,
        DOWN,
        UP,
        CLOSED
    }

    /** @param session not null exactly if the phase is UP */
    private record State(Phase phase, @Nullable ClientSession session, boolean refused, String lastFailure) {}

    private final WireEndpoint endpoint;
    private final EventLoop loop;
    private final Dialer dialer;
    private final Consumer<Line> whenClosed;
    private final Backoff backoff;
    private final Listeners listeners;
    private final long steadyNanos;

    private volatile boolean closing;
    private volatile State state = new State(Phase.CONNECTING, null, false, "");
    private @Nullable Channel channel;
    private int attempts;
    private long upSinceNanos;

    Line(WireEndpoint endpoint, EventLoop loop, Dialer dialer, WireLimits limits, Consumer<Line> whenClosed) {
        this.endpoint = endpoint;
        this.loop = loop;
        this.dialer = dialer;
        this.whenClosed = whenClosed;
        this.backoff = new Backoff(limits.reconnectMin(), limits.reconnectMax());
        this.listeners = new Listeners(endpoint);
        this.steadyNanos = limits.reconnectMax().toNanos();
    }

    void start() {
        loop.execute(this::attempt);
    }

    private void attempt() {
        if (!isClosed()) {
            state = new State(Phase.CONNECTING, null, state.refused(), state.lastFailure());
            dialer.dial(this, loop, endpoint, attempts++);
        }
    }

    /** A channel that may yet fail to connect. */
    void dialled(Channel dialled) {
        channel = dialled;
    }

    void established(ClientSession session) {
        if (isClosed()) {
            session.end(CLOSED_WORDS, true);
            return;
        }
        upSinceNanos = System.nanoTime();
        state = new State(Phase.UP, session, false, state.lastFailure());
        LOG.info("connected to {} at {}", session.peerName(), endpoint);
        listeners.state(true, "");
    }

    /** This attempt has failed; another may not. */
    void failed(String why) {
        if (state.phase() == Phase.CONNECTING) {
            down(why, false, backoff.nextNanos());
        }
    }

    /** The node refused this client, or this client the node. It is tried again all the same: somebody may mend it. */
    void refused(String why) {
        if (state.phase() == Phase.CONNECTING) {
            down(why, true, backoff.longestNanos());
        }
    }

    @Override
    public void ended(ClientSession session, String why) {
        if (state.session() != session) {
            return;
        }
        if (System.nanoTime() - upSinceNanos > steadyNanos) {
            backoff.reset();
        }
        down(why, false, backoff.nextNanos());
    }

    private void down(String why, boolean refused, long pauseNanos) {
        State before = state;
        boolean news = before.phase() == Phase.UP || !before.lastFailure().equals(why);
        state = new State(Phase.DOWN, null, refused, why);
        channel = null;
        loop.schedule(this::attempt, pauseNanos, TimeUnit.NANOSECONDS);
        if (news) {
            LOG.warn("no connection to {}: {}; trying again", endpoint, why);
            listeners.state(false, why);
        }
    }

    @Override
    public void pushed(int service, int method, byte[] payload) {
        listeners.pushed(service, method, payload);
    }

    @Override
    public CompletableFuture<byte[]> call(int service, int method, byte[] payload, Duration deadline) {
        State now = state;
        ClientSession session = now.session();
        if (session != null && !closing) {
            return session.call(service, method, payload, deadline);
        }
        WireStatus status = now.refused() ? WireStatus.REFUSED : WireStatus.UNAVAILABLE;
        return CompletableFuture.failedFuture(new WireException(
                status, "method " + method + " of service " + service + " at " + endpoint + ": " + whyDown(now)));
    }

    private String whyDown(State now) {
        if (closing) {
            return CLOSED_WORDS;
        }
        return now.lastFailure().isEmpty() ? "still connecting" : now.lastFailure();
    }

    @Override
    public WireEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean isUp() {
        return state.session() != null && !closing;
    }

    @Override
    public boolean isRefused() {
        return state.refused();
    }

    @Override
    public String lastFailure() {
        return state.lastFailure();
    }

    @Override
    public String peerName() {
        ClientSession session = state.session();
        return session == null ? "" : session.peerName();
    }

    @Override
    public String peerGroup() {
        ClientSession session = state.session();
        return session == null ? "" : session.peerGroup();
    }

    @Override
    public boolean awaitUp(Duration patience) throws InterruptedException {
        CountDownLatch up = new CountDownLatch(1);
        StateListener listener = (isUp, why) -> {
            if (isUp) {
                up.countDown();
            }
        };
        onState(listener);
        try {
            return up.await(patience.toNanos(), TimeUnit.NANOSECONDS) && isUp();
        } finally {
            listeners.remove(listener);
        }
    }

    @Override
    public void onPush(PushListener listener) {
        listeners.add(listener);
    }

    @Override
    public void onState(StateListener listener) {
        onLoop(() -> {
            listeners.add(listener);
            listeners.tell(listener, isUp(), isUp() ? "" : whyDown(state));
        });
    }

    boolean isClosed() {
        return closing;
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            onLoop(this::becomeClosed);
        }
    }

    private void becomeClosed() {
        State before = state;
        if (before.phase() == Phase.CLOSED) {
            return;
        }
        state = new State(Phase.CLOSED, null, false, before.lastFailure());
        ClientSession session = before.session();
        if (session != null) {
            session.end(CLOSED_WORDS, true);
        } else if (channel != null) {
            channel.close();
        }
        whenClosed.accept(this);
        listeners.state(false, CLOSED_WORDS);
    }

    /** Nothing happens if the client is closed and its loops with it. */
    void onLoop(Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
            return;
        }
        try {
            loop.execute(action);
        } catch (RejectedExecutionException e) {
            LOG.debug("the event loop of {} has stopped", endpoint);
        }
    }

    @Override
    public String toString() {
        return endpoint + " " + state.phase();
    }
}
