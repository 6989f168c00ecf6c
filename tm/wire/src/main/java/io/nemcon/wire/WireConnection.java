package io.nemcon.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A client's line to one node: connects, proves itself and connects again for as long as it is not closed.
 *
 * <p>Thread-safe. Futures complete, and listeners are called, on event loops that other connections share: whoever
 * continues there must not block.
 */
public interface WireConnection extends AutoCloseable {

    WireEndpoint endpoint();

    /** Whether a call would be sent now. */
    boolean isUp();

    /** Waits until the connection is up; false if it is not by then. Not for event loops. */
    boolean awaitUp(Duration patience) throws InterruptedException;

    /** What the node calls itself; empty while the connection is down. */
    String peerName();

    /** The group id that the node named, in hex; empty while the connection is down or if the node has no group yet. */
    String peerGroup();

    /**
     * Asks. Never blocks and never waits for the connection to come up.
     *
     * <p>The future fails with a {@link WireException} and nothing else. UNAVAILABLE: surely not delivered, at once if the
     * connection is down. UNKNOWN_OUTCOME: sent, and the connection or the deadline was over before the answer. REFUSED: at
     * once while the node refuses this client's handshake, or if the payload does not fit into {@code frameBytesMax}. BUSY:
     * {@code inFlightMax} or {@code writeBufferBytes} is reached. Anything else is the service's answer.
     *
     * @param deadline from now; late answers are dropped
     */
    CompletableFuture<byte[]> call(int service, int method, byte[] payload, Duration deadline);

    /** Adds a listener. What is pushed before the first one was added is lost: see {@code WireClient.connect}. */
    void onPush(PushListener listener);

    /** Adds a listener; it is told the present state first. */
    void onState(StateListener listener);

    /** Why the connection is down or last went down; empty if it never did. */
    String lastFailure();

    /** Whether the node's last word on this client's handshake was a refusal; asked again in the background all the same. */
    boolean isRefused();

    /** Closes for good; calls in flight end with UNKNOWN_OUTCOME. Idempotent. */
    @Override
    void close();
}
