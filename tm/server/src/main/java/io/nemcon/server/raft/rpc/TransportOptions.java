package io.nemcon.server.raft.rpc;

import com.alipay.sofa.jraft.option.NodeOptions;

/** JRaft's options of a node, and the transport that this node's requests go through. */
public final class TransportOptions extends NodeOptions {

    private final RaftTransport transport;

    public TransportOptions(RaftTransport transport) {
        this.transport = transport;
    }

    RaftTransport transport() {
        return transport;
    }
}
