package io.nemcon.client;

import io.nemcon.client.group.Lines;
import io.nemcon.client.group.RemoteGroup;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.host.Host;

/** Opens clients on machines of a caller's choice. */
public final class HostedClient {

    private HostedClient() {}

    /** The same as {@link Nemcon#open}, on this machine and over these connections to nodes, which are closed with it. */
    public static Nemcon open(Host host, NemconConfig config, Lines lines) {
        return open(host, config, new RemoteGroup(host, NemconClient.groupConfig(config), lines));
    }

    /** The same over any channel, which is closed with it, as it is if no session can be opened. */
    public static Nemcon open(Host host, NemconConfig config, GroupChannel channel) {
        return NemconClient.open(host, config, channel);
    }
}
