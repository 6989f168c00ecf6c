package io.nemcon.client.context;

import org.jspecify.annotations.Nullable;

/** Work that is part of nobody's transaction. */
enum NoScope implements JoinedScope {
    INSTANCE;

    @Override
    public @Nullable TransactionContext context() {
        return null;
    }

    @Override
    public void setRollbackOnly() {
        // there is nothing to roll back
    }

    @Override
    public void close() {
        // nothing was put on the thread
    }
}
