package io.nemcon.server.raft.rpc;

import com.alipay.sofa.jraft.util.Endpoint;
import io.nemcon.wire.WireEndpoint;

/** A node has one address, written as JRaft and as the wire write it. */
public final class PeerAddresses {

    private PeerAddresses() {}

    /** Literal IPv6 addresses are no use here: JRaft splits addresses at colons where it copies snapshots. */
    public static void check(WireEndpoint address) {
        if (address.host().indexOf(':') >= 0) {
            throw new IllegalArgumentException("a node of a group is called by a host name or an IPv4 address, not by "
                    + address + "; a host name may stand for an IPv6 address");
        }
    }

    public static Endpoint raft(WireEndpoint address) {
        return new Endpoint(address.host(), address.port());
    }

    public static WireEndpoint wire(Endpoint address) {
        return new WireEndpoint(address.getIp(), address.getPort());
    }
}
