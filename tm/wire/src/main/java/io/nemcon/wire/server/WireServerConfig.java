package io.nemcon.wire.server;

import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireName;
import io.nemcon.wire.WireSecurity;

/**
 * What a server is. Immutable.
 *
 * @param name how this node is called in its peers' messages
 * @param host address to listen on; anything but a loopback address needs TLS and authentication
 * @param port 0 for one that the system picks
 * @param groupHex group id in hex that clients must agree with; empty if it is not checked
 */
public record WireServerConfig(
        String name, String host, int port, String groupHex, WireSecurity security, WireLimits limits) {

    private static final int PORT_MAX = 65_535;

    public WireServerConfig {
        WireName.check("a server's name", name);
        if (host.isBlank()) {
            throw new IllegalArgumentException("server " + name + " needs a host to listen on");
        }
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "port " + port + " of server " + name + " is not between 0 and " + PORT_MAX);
        }
    }
}
