package io.nemcon.wire.client;

import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.frame.Claim;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A call until it is answered, and how far it has come:
 *
 * <pre>
 * QUEUED -> SENT      the event loop hands its frame to the socket
 * QUEUED -> WITHDRAWN given up before that: the frame will not be sent
 * </pre>
 *
 * <p>Whoever takes it out of {@link InFlight} ends it; nobody else does.
 */
final class PendingCall implements Claim {

    private enum Stage {
        QUEUED,
        SENT,
        WITHDRAWN
    }

    final long id;
    final long deadlineNanos;
    final CompletableFuture<byte[]> future = new CompletableFuture<>();
    private final WireEndpoint endpoint;
    private final int service;
    private final int method;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.QUEUED);

    /** @param deadlineNanos on the clock of System.nanoTime */
    PendingCall(long id, long deadlineNanos, WireEndpoint endpoint, int service, int method) {
        this.id = id;
        this.deadlineNanos = deadlineNanos;
        this.endpoint = endpoint;
        this.service = service;
        this.method = method;
    }

    @Override
    public boolean claim() {
        if (deadlineNanos - System.nanoTime() <= 0) {
            return false; // it waited for too long to be sent: this way its caller knows that it was not
        }
        return stage.compareAndSet(Stage.QUEUED, Stage.SENT);
    }

    /** Gives up without an answer: whether it may have been delivered is told by its stage. */
    void giveUp(String why) {
        boolean withdrawn = stage.compareAndSet(Stage.QUEUED, Stage.WITHDRAWN);
        fail(withdrawn ? WireStatus.UNAVAILABLE : WireStatus.UNKNOWN_OUTCOME, why, "");
    }

    void succeed(byte[] payload) {
        future.complete(payload);
    }

    void fail(WireStatus status, String why, String leaderHint) {
        future.completeExceptionally(new WireException(
                status, "method " + method + " of service " + service + " at " + endpoint + ": " + why, leaderHint));
    }
}
