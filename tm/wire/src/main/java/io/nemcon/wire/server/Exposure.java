package io.nemcon.wire.server;

import io.nemcon.wire.WireException;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.WireStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The rule that nobody listens to a network without TLS and authentication. */
final class Exposure {

    private Exposure() {}

    /** The address to bind. */
    static InetSocketAddress check(WireServerConfig config) {
        InetAddress address = resolve(config);
        WireSecurity security = config.security();
        if (!address.isLoopbackAddress() && !(security.tls() && security.authenticated())) {
            throw new WireException(
                    WireStatus.REFUSED,
                    "server " + config.name() + " is to listen on " + config.host()
                            + ", which is not a loopback address, and so needs TLS ("
                            + (security.tls() ? "configured" : "missing: configure certificate and privateKey")
                            + ") and authentication ("
                            + (security.authenticated()
                                    ? "configured"
                                    : "missing: configure a secret, or trust and clientCertificateRequired")
                            + "); or let it listen on 127.0.0.1");
        }
        return new InetSocketAddress(address, config.port());
    }

    private static InetAddress resolve(WireServerConfig config) {
        try {
            return InetAddress.getByName(config.host());
        } catch (UnknownHostException e) {
            throw new WireException(
                    WireStatus.REFUSED,
                    "server " + config.name() + " is to listen on " + config.host() + ", a host that is not known",
                    e);
        }
    }
}
