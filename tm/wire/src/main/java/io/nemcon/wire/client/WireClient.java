package io.nemcon.wire.client;

import io.nemcon.wire.PushListener;
import io.nemcon.wire.StateListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.frame.IoThreads;
import io.netty.channel.EventLoopGroup;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes connections, which share its event loops. Thread-safe. */
public final class WireClient implements AutoCloseable {

    private final WireClientConfig config;
    private final Dialer dialer;
    private final EventLoopGroup loops;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @throws WireException in one sentence which PEM file is not usable */
    public WireClient(WireClientConfig config) throws WireException {
        this.config = config;
        this.dialer = new Dialer(config);
        this.loops = IoThreads.create(config.name(), config.limits().ioThreads());
    }

    /** Begins to connect, in the background. */
    public WireConnection connect(WireEndpoint endpoint) {
        return connect(endpoint, (service, method, payload) -> {}, (up, why) -> {});
    }

    /**
     * Begins to connect, in the background; the listeners miss nothing.
     *
     * @throws WireException BUSY if {@code connectionsMax} are open
     */
    public WireConnection connect(WireEndpoint endpoint, PushListener pushes, StateListener states) {
        if (closed) {
            throw new WireException(WireStatus.UNAVAILABLE, "client " + config.name() + " is closed");
        }
        if (lines.size() >= config.limits().connectionsMax()) {
            throw new WireException(
                    WireStatus.BUSY,
                    "client " + config.name() + " has connectionsMax = "
                            + config.limits().connectionsMax() + " connections");
        }
        Line line = new Line(endpoint, loops.next(), dialer, config.limits(), lines::remove);
        lines.add(line);
        line.onPush(pushes);
        line.onState(states);
        line.start();
        return line;
    }

    /** Closes every connection and stops the event loops. Waits for them, unless called on one of them. Idempotent. */
    @Override
    public void close() {
        closed = true;
        lines.forEach(Line::close);
        dialer.close();
        IoThreads.stop(loops);
    }
}
