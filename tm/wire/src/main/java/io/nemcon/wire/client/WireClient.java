package io.nemcon.wire.client;

import io.nemcon.wire.PushListener;
import io.nemcon.wire.StateListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;

/** Makes connections, which share its event loops. Thread-safe. */
public final class WireClient implements AutoCloseable {

    private final WireClientConfig config;

    public WireClient(WireClientConfig config) {
        this.config = config;
    }

    /** Begins to connect, in the background. */
    public WireConnection connect(WireEndpoint endpoint) {
        return connect(endpoint, (service, method, payload) -> {}, (up, why) -> {});
    }

    /** Begins to connect; the listeners miss nothing. */
    public WireConnection connect(WireEndpoint endpoint, PushListener pushes, StateListener states) {
        throw new UnsupportedOperationException(config + " " + endpoint);
    }

    @Override
    public void close() {}
}
