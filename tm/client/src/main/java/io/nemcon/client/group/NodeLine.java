package io.nemcon.client.group;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import io.nemcon.wire.PushListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireException;
import io.nemcon.wire.WireStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** The line to one node, and what it last said against a request. Thread-safe. */
final class NodeLine {

    private final Host host;
    private final WireConnection connection;
    private volatile String lastWord = "";

    /** @param onUpOrDown told on an event loop; must not block */
    NodeLine(
            Host host,
            Lines lines,
            WireEndpoint endpoint,
            PushListener pushes,
            BiConsumer<NodeLine, Boolean> onUpOrDown) {
        this.host = host;
        this.connection = lines.connect(endpoint, pushes, (up, why) -> onUpOrDown.accept(this, up));
    }

    WireEndpoint endpoint() {
        return connection.endpoint();
    }

    boolean isUp() {
        return connection.isUp();
    }

    boolean isRefused() {
        return connection.isRefused();
    }

    /** Whether it is known not to work: it was tried. */
    boolean hasFailed() {
        return !isUp() && !connection.lastFailure().isEmpty();
    }

    CompletableFuture<byte[]> call(int service, int method, byte[] payload, Duration deadline) {
        try {
            host.at(CrashPoint.CLIENT_BEFORE_CALL, NodeLine::notSent);
        } catch (WireException failed) {
            return CompletableFuture.failedFuture(failed);
        }
        return connection.call(service, method, payload, deadline).thenApply(reply -> {
            host.at(CrashPoint.CLIENT_CALL_ANSWERED, NodeLine::unanswered);
            return reply;
        });
    }

    private static WireException notSent(String why) {
        return new WireException(WireStatus.UNAVAILABLE, why);
    }

    private static WireException unanswered(String why) {
        return new WireException(WireStatus.UNKNOWN_OUTCOME, why);
    }

    void said(String word) {
        lastWord = word;
    }

    /** The endpoint, and why it is of no use. */
    String describe() {
        String why = lastWord;
        if (!isUp()) {
            why = connection.lastFailure().isEmpty() ? "not connected yet" : connection.lastFailure();
        } else if (why.isEmpty()) {
            why = "connected, no answer yet";
        }
        return endpoint() + ": " + why;
    }

    void close() {
        connection.close();
    }
}
