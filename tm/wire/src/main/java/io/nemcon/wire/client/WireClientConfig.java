package io.nemcon.wire.client;

import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireName;
import io.nemcon.wire.WireSecurity;

/**
 * What a client is. Immutable.
 *
 * @param name how it is called in its nodes' messages
 * @param groupHex group id in hex that nodes must agree with; empty if it is not checked
 */
public record WireClientConfig(String name, String groupHex, WireSecurity security, WireLimits limits) {

    public WireClientConfig {
        WireName.check("a client's name", name);
        if (security.tls() && security.trust() == null) {
            throw new IllegalArgumentException(
                    "client " + name + " has a certificate and no trust file to check the nodes' certificates against");
        }
    }
}
