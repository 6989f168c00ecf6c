package io.nemcon.client.context;

import org.jspecify.annotations.Nullable;

/**
 * A thread's stay in a transaction that another process began. Of the thread that joined: it closes it too, in a
 * {@code try}-with-resources, and then nothing of it is left on the thread, however the work ended.
 */
public interface JoinedScope extends AutoCloseable {

    /** The transaction; null in a scope without one. */
    @Nullable
    TransactionContext context();

    /** The work failed: the whole transaction can only roll back. */
    void setRollbackOnly();

    /** Takes the transaction off the thread. Work of this process in it ends with the transaction, not here. Idempotent. */
    @Override
    void close();
}
