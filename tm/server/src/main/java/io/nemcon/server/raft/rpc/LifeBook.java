package io.nemcon.server.raft.rpc;

import io.nemcon.wire.WireEndpoint;

/**
 * Which life each voter leads. A life is a random number that a node draws when its data folder is first made, so a voter
 * that comes back under its old address with a wiped disk leads another one, and is found out: it has forgotten entries that
 * it acknowledged and votes that it cast, and must not count as the voter it was (scenario 59b).
 */
public interface LifeBook {

    /** The life that the peer is taken to lead; zero if it is not known. Does not block. */
    long expected(WireEndpoint peer);

    /**
     * Takes note of the life that a peer says it leads, durably before it returns. May block.
     *
     * @return false if the peer is a voter that led another life before
     */
    boolean learn(WireEndpoint peer, long life);
}
