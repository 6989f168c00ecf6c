package io.nemcon.wire.frame;

/** Asked on the event loop, once, right before a frame goes to the socket. */
@FunctionalInterface
public interface Claim {

    /** A frame that nobody withdraws. */
    Claim ALWAYS = () -> true;

    /** False if the frame was withdrawn and must not be sent. After true it may have been sent, whatever happens. */
    boolean claim();
}
