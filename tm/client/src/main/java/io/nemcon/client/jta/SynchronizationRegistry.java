package io.nemcon.client.jta;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** For persistence providers and the like (JTA 2.0, TransactionSynchronizationRegistry). Thread-safe. */
public final class SynchronizationRegistry implements TransactionSynchronizationRegistry {

    private final ThreadTransactions threads;

    SynchronizationRegistry(ThreadTransactions threads) {
        this.threads = threads;
    }

    @Override
    public @Nullable Object getTransactionKey() {
        NemconTransaction own = threads.current();
        return own == null ? null : own.gtrid();
    }

    @Override
    public int getTransactionStatus() {
        NemconTransaction own = threads.current();
        return own == null ? Status.STATUS_NO_TRANSACTION : own.getStatus();
    }

    @Override
    public void putResource(Object key, @Nullable Object value) {
        require("to put a value into").putValue(Objects.requireNonNull(key, "key"), value);
    }

    @Override
    public @Nullable Object getResource(Object key) {
        return require("to get a value from").value(Objects.requireNonNull(key, "key"));
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
        require("to register a synchronization with")
                .registerInterposed(Objects.requireNonNull(synchronization, "synchronization"));
    }

    @Override
    public void setRollbackOnly() {
        require("to mark for rollback").setRollbackOnly();
    }

    @Override
    public boolean getRollbackOnly() {
        return require("to ask about").isRollingBack();
    }

    private NemconTransaction require(String what) {
        NemconTransaction own = threads.current();
        if (own == null) {
            throw new IllegalStateException("the thread has no transaction " + what);
        }
        return own;
    }
}
