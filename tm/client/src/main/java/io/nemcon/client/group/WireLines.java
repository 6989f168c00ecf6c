package io.nemcon.client.group;

import io.nemcon.node.GroupException;
import io.nemcon.wire.PushListener;
import io.nemcon.wire.StateListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.client.WireClient;
import io.nemcon.wire.client.WireClientConfig;

/** Connections over sockets. Thread-safe. */
public final class WireLines implements Lines {

    private final WireClient client;

    /** @throws GroupException REFUSED if a PEM file is not usable; in one sentence which */
    public WireLines(String name, WireSecurity security, WireLimits limits) {
        try {
            this.client = new WireClient(new WireClientConfig(name, "", security, limits));
        } catch (WireException unusable) {
            throw new GroupException(GroupException.Knowledge.REFUSED, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    @Override
    public WireConnection connect(WireEndpoint endpoint, PushListener pushes, StateListener states) {
        return client.connect(endpoint, pushes, states);
    }

    @Override
    public void close() {
        client.close();
    }
}
