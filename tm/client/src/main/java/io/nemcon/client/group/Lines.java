package io.nemcon.client.group;

import io.nemcon.wire.PushListener;
import io.nemcon.wire.StateListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;

/** Where a client's connections to nodes come from: a port, so that a simulation can be the network. Thread-safe. */
public interface Lines extends AutoCloseable {

    /**
     * Begins to connect, in the background; the listeners miss nothing.
     *
     * @throws WireException if there are too many connections, or this is closed
     */
    WireConnection connect(WireEndpoint endpoint, PushListener pushes, StateListener states);

    /** Closes every connection. */
    @Override
    void close();
}
