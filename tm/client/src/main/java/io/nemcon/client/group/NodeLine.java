package io.nemcon.client.group;

import io.nemcon.wire.PushListener;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WireEndpoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** The line to one node, and what it last said against a request. Thread-safe. */
final class NodeLine {

    private final WireConnection connection;
    private volatile String lastWord = "";

    /** @param onUpOrDown told on an event loop; must not block */
    NodeLine(Lines lines, WireEndpoint endpoint, PushListener pushes, BiConsumer<NodeLine, Boolean> onUpOrDown) {
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
        return connection.call(service, method, payload, deadline);
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
