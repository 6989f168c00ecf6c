package io.nemcon.simulation.log;

import io.nemcon.node.log.ReplicatedLog.ProposeCallback;

/** An entry on its way into the log. */
final class Proposal {

    final SimLog proposer;
    final byte[] bytes;
    final ProposeCallback callback;

    /** Forced to the disks that it needs; committed when all before it are. */
    boolean durable;

    Proposal(SimLog proposer, byte[] bytes, ProposeCallback callback) {
        this.proposer = proposer;
        this.bytes = bytes;
        this.callback = callback;
    }
}
