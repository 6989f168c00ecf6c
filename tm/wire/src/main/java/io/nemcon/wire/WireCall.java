package io.nemcon.wire;

/** A request that a server received. Thread-safe; answered exactly once, a second answer is an error of the service. */
public interface WireCall {

    WirePeer peer();

    int method();

    /** The payload; the caller of this method owns the array. */
    byte[] payload();

    /** Nanoseconds until its caller stops waiting, not below zero; measured from the arrival, so travel time comes on top. */
    long deadlineNanosLeft();

    /**
     * Answers. Without effect if the peer is gone.
     *
     * <p>A payload over {@code frameBytesMax} is answered with UNKNOWN_OUTCOME and the limit's name instead.
     *
     * @throws IllegalStateException if it was answered before
     */
    void reply(byte[] payload);

    /**
     * Answers that it was not done, or that this is not known. Texts are cut to 512 characters.
     *
     * @param leaderHint the leader's endpoint, with NOT_LEADER; empty if it is not known
     * @throws IllegalStateException if it was answered before
     */
    void fail(WireStatus status, String why, String leaderHint);
}
