package io.nemcon.client.group;

import io.nemcon.node.GroupException;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One request, sent with the same bytes to one node after another until one answers as the leader or its time is over.
 * Every request of the ledger may be repeated: sessions open by key, decisions by the first, the others by number or
 * because a repeat changes nothing.
 *
 * <p>One attempt is under way at a time; steps run on event loops or on the timer's thread.
 */
final class RemoteRequest {

    private static final long BACKOFF_FIRST_MS = 4;
    private static final long BACKOFF_LONGEST_MS = 100;

    private final RemoteGroup group;
    private final int method;
    private final byte[] payload;
    private final long timeoutNanos;
    private final long deadlineNanos;
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    private final Backoff backoff;

    /** Whether an attempt may have been carried out, now or later. */
    private boolean maybeDone;

    RemoteRequest(RemoteGroup group, int method, byte[] payload, Duration timeout) {
        this.group = group;
        this.method = method;
        this.payload = payload;
        this.timeoutNanos = timeout.toNanos();
        this.deadlineNanos = group.host().nanoTime() + timeoutNanos;
        this.backoff = new Backoff(group.host(), BACKOFF_FIRST_MS, BACKOFF_LONGEST_MS);
    }

    /** Fails with a {@link GroupException}. */
    CompletableFuture<byte[]> answer() {
        return answer;
    }

    void send() {
        attempt(null);
    }

    private void attempt(@Nullable NodeLine avoid) {
        long leftNanos = deadlineNanos - group.host().nanoTime();
        if (leftNanos <= 0 || group.isClosed()) {
            giveUp();
            return;
        }
        NodeLine line = group.nodes().choose(avoid);
        if (line == null) {
            if (!maybeDone && group.nodes().refusedByAll()) {
                fail(
                        GroupException.Knowledge.REFUSED,
                        "the group refuses this client: " + group.nodes().describe());
            } else {
                later(null);
            }
            return;
        }
        Duration patience =
                Duration.ofNanos(Math.min(leftNanos, group.attemptTimeout().toNanos()));
        line.call(LedgerProtocol.SERVICE, method, payload, patience).whenComplete((reply, failure) -> {
            if (reply != null) {
                if (method != LedgerProtocol.QUERY) { // that is answered by any node
                    group.nodes().leads(line);
                }
                answer.complete(reply);
            } else {
                onFailure(line, failure);
            }
        });
    }

    private void onFailure(NodeLine line, Throwable failure) {
        Throwable bare =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(bare instanceof WireException known)) {
            throw new IllegalStateException("a call failed with what is no WireException", failure);
        }
        line.said(String.valueOf(known.getMessage()));
        if (known.status() == WireStatus.NOT_LEADER) {
            if (group.nodes().doesNotLead(line, known.leaderHint())) {
                attempt(line);
            } else {
                later(line);
            }
        } else {
            onOther(line, known);
        }
    }

    private void onOther(NodeLine line, WireException known) {
        switch (known.status()) {
            case REFUSED -> {
                if (line.isRefused()) {
                    later(line); // the node refuses the client, not the request; another one may not
                } else {
                    fail(GroupException.Knowledge.REFUSED, line.endpoint() + " refuses: " + known.getMessage());
                }
            }
            case UNKNOWN_METHOD ->
                fail(
                        GroupException.Knowledge.REFUSED,
                        line.endpoint() + " is of a version that does not know this request: " + known.getMessage());
            case UNKNOWN_OUTCOME -> {
                maybeDone = true;
                group.nodes().doesNotLead(line, "");
                later(line);
            }
            case BUSY -> later(null);
            case UNAVAILABLE, NOT_LEADER, OK -> later(line);
        }
    }

    private void later(@Nullable NodeLine avoid) {
        group.later(() -> attempt(avoid), backoff.nextMillis());
    }

    /** Its time is over, or the client is closed. */
    void giveUp() {
        String message = "no leader answered within " + timeoutNanos / 1_000_000 + " ms: "
                + group.nodes().describe();
        fail(maybeDone ? GroupException.Knowledge.UNKNOWN : GroupException.Knowledge.NOT_DONE, message);
    }

    private void fail(GroupException.Knowledge knowledge, String message) {
        GroupException.Knowledge known = maybeDone ? GroupException.Knowledge.UNKNOWN : knowledge;
        answer.completeExceptionally(new GroupException(known, message));
    }
}
