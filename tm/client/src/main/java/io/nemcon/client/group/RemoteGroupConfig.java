package io.nemcon.client.group;

import io.nemcon.wire.WireEndpoint;
import java.time.Duration;
import java.util.List;

/**
 * How TM nodes are found and asked. Immutable.
 *
 * @param endpoints some nodes of the group; others are learned from them
 * @param requestTimeout how long one request is tried
 * @param attemptTimeout how long one node is given to answer before another one is asked
 * @param heartbeatTimeout how long one heartbeat is tried
 */
public record RemoteGroupConfig(
        String name,
        List<WireEndpoint> endpoints,
        Duration requestTimeout,
        Duration attemptTimeout,
        Duration heartbeatTimeout) {

    public RemoteGroupConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a group has at least one endpoint");
        }
    }
}
