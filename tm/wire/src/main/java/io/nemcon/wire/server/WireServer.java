package io.nemcon.wire.server;

import io.nemcon.wire.WireException;
import io.nemcon.wire.WireService;
import java.util.List;

/** One listening port and the services behind it. */
public final class WireServer implements AutoCloseable {

    private final WireServerConfig config;
    private final List<WireService> services;

    public WireServer(WireServerConfig config, List<WireService> services) {
        this.config = config;
        this.services = List.copyOf(services);
    }

    /** Listens. */
    public void start() throws WireException {
        throw new UnsupportedOperationException(config + " with " + services.size() + " services");
    }

    /** The port it listens on. */
    public int port() {
        return config.port();
    }

    @Override
    public void close() {}
}
