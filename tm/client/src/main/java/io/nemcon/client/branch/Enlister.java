package io.nemcon.client.branch;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where an adapter puts its work into the calling thread's transaction. Thread-safe. */
public interface Enlister {

    /**
     * The branch of this resource in the calling thread's transaction: opened by the factory the first time, the same one
     * after that. Null if the thread has no transaction.
     *
     * @throws SQLException if the transaction takes no more work (it was marked for rollback, timed out, or its commit
     *     has begun; the message says which, with the gtrid), if the resource cannot stand beside those already enlisted,
     *     or from the factory
     */
    @Nullable
    Branch enlist(ResourceName resource, BranchFactory factory) throws SQLException;

    /** Whether the calling thread has a transaction, in any status. */
    boolean inTransaction();

    /** Opens a branch: takes a connection and starts it. */
    interface BranchFactory {
        Branch open(BranchId id, BranchContext context) throws SQLException;
    }

    /** What a branch may know of its transaction. Thread-safe. */
    interface BranchContext {
        /** Milliseconds until the transaction's timeout; 0 or less when it is over. */
        long millisLeft();

        /** Throws if the transaction takes no more work, see {@link Enlister#enlist}. Cheap: called before every statement. */
        void requireActive() throws SQLException;

        /**
         * Marks the transaction: it can only roll back from now on. Does nothing once its end has begun.
         *
         * @param why in words, to follow a colon
         * @param cause what the application is told as the cause of its RollbackException
         */
        void setRollbackOnly(String why, Throwable cause);
    }
}
