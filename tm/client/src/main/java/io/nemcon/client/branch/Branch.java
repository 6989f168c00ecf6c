package io.nemcon.client.branch;

/**
 * One resource's part in one transaction, as the transaction drives it. One thread at a time calls it, not always the
 * same one; {@link #cancel} may come from any thread at any time. Methods block and do not throw for what a database can
 * do: their return value says what is known. An implementation asks its database again after an ambiguous answer, prepared
 * list first, then witness, before it says anything definite (design section 5, rule 5).
 *
 * <p>Order: work; then one of {@code endReadOnly}, {@code commitOnePhase}, {@code prepare}, {@code rollback}; after a YES
 * {@code commit} or {@code rollback}; last, always and once, {@code release}.
 */
public interface Branch {

    /** Whether it can be prepared at all. One that cannot is accepted alone only. */
    boolean twoPhase();

    /** Whether nothing but reads was seen so far, so that {@link #endReadOnly} is worth its round trip. */
    boolean looksReadOnly();

    /**
     * Ends the branch if it wrote nothing: READ_ONLY, and it is over. NO if it is broken. YES means that it did write and
     * is still open: nothing happened.
     */
    PrepareAnswer endReadOnly();

    /** Prepares (XA 3.3, xa_prepare). A NO has already been rolled back, and that was verified. */
    PrepareAnswer prepare();

    /** Commits without prepare (XA 3.3, xa_commit with TMONEPHASE). */
    OnePhaseEnd commitOnePhase();

    /** Commits the prepared branch. */
    BranchEnd commit();

    /** Rolls back, prepared or not. */
    BranchEnd rollback();

    /** Stops a running statement, so that a rollback can follow. Never blocks for long. */
    void cancel();

    /** Parks the connection when the transaction is suspended. */
    default void suspend() {}

    /** Takes it up again. */
    default void resume() {}

    /** Gives back what the branch holds. After this the branch is not called again. */
    void release();

    /** For messages: the resource's name and what else helps to find it. */
    String describe();
}
