package io.nemcon.node.log;

/** What this node is in its group (Raft 5.1; an observer is a learner of Raft 4.2.1 of the thesis). */
public enum Role {
    LEADER,
    FOLLOWER,
    /** Replicates, never votes. */
    OBSERVER,
    /** Neither knows a leader nor is one. */
    CANDIDATE,
    /** The log failed or was closed; this node takes no further part. */
    STOPPED
}
