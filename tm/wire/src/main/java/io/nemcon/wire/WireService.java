package io.nemcon.wire;

/**
 * What a server does with the calls to one service number.
 *
 * <p>All methods run on the event loop of the peer's connection, so those of one peer one after another and those of two
 * peers at once. They must not block. {@link #peerOpened} comes before a peer's first call, {@link #peerClosed} after its
 * last, each once.
 */
public interface WireService {

    /** Unique among a server's services; part of the protocol. */
    int number();

    /** Takes the call and sees to it that it is answered exactly once, now or later, on whatever thread. */
    void handle(WireCall call);

    /** A peer has proved what it had to and may call now. */
    default void peerOpened(WirePeer peer) {}

    /** The connection is gone. Answers to its calls go nowhere from now on. */
    default void peerClosed(WirePeer peer) {}
}
