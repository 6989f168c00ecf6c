package io.nemcon.node.log;

/** The state machine above a log. Every method is called on the log's one apply thread. */
public interface LogListener {

    /**
     * An entry is durable on a majority. Called once for each entry, in index order, on every node and on every replay
     * after the newest snapshot.
     */
    void onCommitted(long index, long term, byte[] entry);

    /** This node's role, term or known leader changed. LEADER is told after every entry of earlier terms was applied. */
    void onStateChange(LogState state);

    /** The whole state after the last applied entry, as bytes. */
    byte[] takeSnapshot();

    /** Replaces the whole state; the next {@link #onCommitted} is {@code index + 1}. */
    void restoreSnapshot(long index, long term, byte[] snapshot);

    /** The log failed for good (a force to disk, corruption): nothing further will be acknowledged. */
    void onFailure(Throwable cause);
}
