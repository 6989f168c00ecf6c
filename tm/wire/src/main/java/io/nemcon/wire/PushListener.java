package io.nemcon.wire;

/** Hears what a server sends unasked. Called on the connection's event loop, in the order of sending. Must not block. */
@FunctionalInterface
public interface PushListener {

    void onPush(int service, int method, byte[] payload);
}
