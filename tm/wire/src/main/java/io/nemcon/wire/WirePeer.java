package io.nemcon.wire;

import org.jspecify.annotations.Nullable;

/** The client at the other end of one connection of a server. Thread-safe. */
public interface WirePeer {

    /** What it calls itself; proved only as far as the secret or its certificate proves it. */
    String name();

    /** The address it comes from. */
    String remote();

    /**
     * Sends without waiting for anything. Pushes to one peer from one thread arrive in order, or not at all.
     *
     * @return false if nothing was sent: the peer is gone, or {@code writeBufferBytes} are waiting for it already
     * @throws WireException REFUSED if the payload does not fit into {@code frameBytesMax}
     */
    boolean push(int service, int method, byte[] payload);

    /** What a service remembers about this peer, by type. Goes with the connection. */
    <T> @Nullable T attachment(Class<T> type);

    /** Remembers something, or with null forgets it. */
    <T> void attach(Class<T> type, @Nullable T value);

    /** Tells the peer why and closes. The peer will connect again, if it wants to. */
    void close(String why);

    boolean isOpen();
}
