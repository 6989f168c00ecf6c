package io.nemcon.server.raft.rpc;

import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * This node's outgoing lines to its peers: opened in advance, kept open, never waited for. Thread-safe; nothing blocks.
 *
 * <p>JRaft asks for connections under its node lock in the middle of an election, so a line that is down has to be a fact
 * at once and no reason to wait.
 */
public interface PeerLinks extends AutoCloseable {

    /**
     * Begins to connect and goes on trying. Without effect if that was done before.
     *
     * @param states told true and false in turn, as the line comes up and goes down; must not block
     */
    void open(WireEndpoint peer, Consumer<Boolean> states);

    /** Whether a call would be sent now; false for a peer that was never opened. */
    boolean isUp(WireEndpoint peer);

    /** Asks. Requests to one peer arrive in the order of the calls. Fails with a {@link WireException} and nothing else. */
    CompletableFuture<byte[]> call(WireEndpoint peer, int method, byte[] payload, Duration deadline);

    /** Closes all lines. Idempotent. */
    @Override
    void close();
}
