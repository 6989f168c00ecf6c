package io.nemcon.node.log;

/**
 * An ordered, durable, linearizable log of entries with a state machine on top (Raft 5, 8). Two forms: a file log of one
 * node, and a Raft group.
 *
 * <p>Methods are thread-safe and do not block, {@link #start} and {@link #close} aside. Callbacks run on the log's one
 * apply thread, in line with {@link LogListener}'s calls, so what a callback reads of the state machine is consistent. The
 * one exception: what is refused outright may be told on the calling thread, before the method returns.
 */
public interface ReplicatedLog extends AutoCloseable {

    /**
     * Opens the log, restores the newest snapshot and begins to call the listener.
     *
     * @throws LogException if it cannot be opened: what failed, for which folder or port, and what to do
     */
    void start(LogListener listener) throws LogException;

    /**
     * Appends an entry. The callback is called exactly once: after this node applied the entry (so after
     * {@link LogListener#onCommitted} returned for it), or with the reason it was not taken.
     *
     * @throws IllegalArgumentException if the entry is larger than the log's limit; the callback is not called
     * @param expectedTerm refused with {@link ProposeFailure#NOT_LEADER} if this node does not lead in that term
     */
    void propose(byte[] entry, long expectedTerm, ProposeCallback callback);

    /**
     * Calls back on the apply thread once this node has confirmed, after this call, that the state machine holds every
     * entry acknowledged before this call (ReadIndex, Raft thesis 6.4). Works on any role.
     */
    void readIndex(ReadCallback callback);

    /** Runs the action on the apply thread. Returns false if it will not run: the log is stopped, or too much is waiting. */
    boolean execute(Runnable action);

    /** The newest state, of any thread. */
    LogState state();

    /** Asks for a snapshot now, in the background; older entries are purged by it. */
    void snapshot();

    /** Stops taking proposals, fails the ones unanswered with {@link ProposeFailure#UNKNOWN}, closes files. Idempotent. */
    @Override
    void close();

    /** Told once. */
    interface ProposeCallback {
        /** Durable and applied at this index. */
        void committed(long index);

        void failed(ProposeFailure failure, String why);
    }

    /** Told once. */
    interface ReadCallback {
        void ready();

        /** No leadership could be confirmed now; asking again may work. */
        void failed(String why);
    }

    /** What the proposer knows after a failure. */
    enum ProposeFailure {
        /** The entry is in no log and never will be by this call. */
        NOT_LEADER,
        /** Too much is waiting; not taken. */
        BUSY,
        /** The entry may or may not be committed, now or later. */
        UNKNOWN
    }
}
