package io.nemcon.server.raft.rpc;

import com.google.protobuf.Message;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireStatus;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers that may be asked: their line is up and they have been greeted on it. Thread-safe; nothing here blocks, the
 * greetings aside, which run on a thread of their own.
 */
final class GreetedPeers {

    private static final Logger LOG = LoggerFactory.getLogger(GreetedPeers.class);
    private static final Duration GREETING_PATIENCE = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final Duration AGAIN_IF_REFUSED = Duration.ofSeconds(5);

    private final String group;
    private final PeerLinks links;
    private final LifeBook lives;
    private final ScheduledExecutorService greeter;
    private final Map<WireEndpoint, Line> lines = new ConcurrentHashMap<>();
    private final List<Consumer<WireEndpoint>> readyListeners = new CopyOnWriteArrayList<>();

    /** The greeter is one thread that may block on the book of lives; it stays its owner's. */
    GreetedPeers(String group, PeerLinks links, LifeBook lives, ScheduledExecutorService greeter) {
        this.group = group;
        this.links = links;
        this.lives = lives;
        this.greeter = greeter;
    }

    /** Begins to connect, if that was not done before. */
    void open(WireEndpoint peer) {
        lines.computeIfAbsent(peer, Line::new).open();
    }

    boolean isReady(WireEndpoint peer) {
        Line line = lines.get(peer);
        return line != null && line.life != 0 && links.isUp(peer);
    }

    /** Tells, on the greeter's thread, of each peer that becomes ready from now on. */
    void onReady(Consumer<WireEndpoint> listener) {
        readyListeners.add(listener);
    }

    CompletableFuture<byte[]> call(WireEndpoint peer, RaftMethod method, Message request, Duration deadline) {
        Line line = lines.get(peer);
        long life = line == null ? 0 : line.life;
        if (life == 0) {
            return CompletableFuture.failedFuture(
                    new WireException(WireStatus.UNAVAILABLE, "no line to " + peer + " is up"));
        }
        return links.call(peer, method.number(), RaftFrames.request(life, request), deadline);
    }

    /** One peer's line. The state of the line is told on an event loop, everything else happens on the greeter's thread. */
    private final class Line {

        private final WireEndpoint peer;
        private boolean opened;
        private boolean complained;
        /** Zero until the peer was greeted. */
        private volatile long life;
        /** Rises with each coming up, so that a greeting of a former time is not mistaken for one of this. */
        private volatile int times;

        private Line(WireEndpoint peer) {
            this.peer = peer;
        }

        private void open() {
            synchronized (this) {
                if (opened) {
                    return;
                }
                opened = true;
            }
            try {
                links.open(peer, this::onState);
            } catch (WireException e) {
                LOG.error("no line to {} can be opened", peer, e);
            }
        }

        @SuppressWarnings("NonAtomicOperationOnVolatileField") // written by the line's event loop alone
        private void onState(boolean up) {
            life = 0;
            times++;
            if (up) {
                int now = times;
                later(Duration.ZERO, () -> greet(now));
            }
        }

        private void greet(int time) {
            if (time != times) {
                return;
            }
            byte[] greeting = new Greeting(lives.expected(peer), group).toBytes();
            links.call(peer, RaftMethod.GREETING, greeting, GREETING_PATIENCE)
                    .whenComplete((answer, failure) -> later(Duration.ZERO, () -> onAnswer(time, answer, failure)));
        }

        private void onAnswer(int time, byte @Nullable [] answer, @Nullable Throwable failure) {
            if (time != times) {
                return;
            }
            if (answer == null) {
                complain(failure instanceof WireException e && e.status() == WireStatus.REFUSED, failure);
                later(AGAIN, () -> greet(time));
                return;
            }
            try {
                meet(time, Greeting.lifeIn(answer));
            } catch (BufferUnderflowException e) {
                complain(true, e);
                later(AGAIN_IF_REFUSED, () -> greet(time));
            }
        }

        private void meet(int time, long said) {
            if (!lives.learn(peer, said)) {
                complain(true, null);
                later(AGAIN_IF_REFUSED, () -> greet(time));
                return;
            }
            complained = false;
            life = said;
            if (time != times) {
                life = 0;
                return;
            }
            readyListeners.forEach(listener -> listener.accept(peer));
        }

        private void complain(boolean serious, @Nullable Throwable failure) {
            if (!serious || complained) {
                LOG.debug("{} did not take the greeting of group {}", peer, group, failure);
                return;
            }
            complained = true;
            if (failure == null) {
                LOG.error(
                        "{} has another disk than before, so it may have forgotten entries and votes: it does not count"
                                + " as a voter until it is removed from the group and added again",
                        peer);
            } else {
                LOG.error("{} refuses this node: {}", peer, failure.getMessage());
            }
        }

        private void later(Duration delay, Runnable action) {
            try {
                greeter.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                LOG.trace("closing, {} is not greeted any more", peer, e);
            }
        }
    }
}
