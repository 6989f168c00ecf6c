package io.nemcon.wire.frame;

/** Why a connection cannot go on. Travels through the pipeline to whoever owns the connection, who closes it. */
public final class LinkFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean peerListens;

    private LinkFault(String message, boolean peerListens) {
        super(message, null, false, false);
        this.peerListens = peerListens;
    }

    /** The peer broke the protocol, or a frame was damaged: it may be told so. */
    static LinkFault broken(String message) {
        return new LinkFault(message, true);
    }

    /** The peer does not read, or is gone: nothing that is sent would arrive. */
    static LinkFault dead(String message) {
        return new LinkFault(message, false);
    }

    /** Whether a last word to the peer could reach it. */
    public boolean peerListens() {
        return peerListens;
    }
}
