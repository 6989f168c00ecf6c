package io.nemcon.client.jta;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.Enlister;
import io.nemcon.core.id.ResourceName;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Puts adapters' work into the calling thread's transaction. Thread-safe. */
record ThreadEnlister(ThreadTransactions threads) implements Enlister {

    @Override
    public @Nullable Branch enlist(ResourceName resource, BranchFactory factory) throws SQLException {
        NemconTransaction own = threads.current();
        return own == null ? null : own.enlist(resource, factory);
    }

    @Override
    public boolean inTransaction() {
        return threads.current() != null;
    }
}
