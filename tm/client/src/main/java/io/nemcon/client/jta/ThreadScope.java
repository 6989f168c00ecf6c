package io.nemcon.client.jta;

import io.nemcon.client.context.JoinedScope;
import io.nemcon.client.context.TransactionContext;
import jakarta.transaction.SystemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread's stay in a transaction; leaves the thread as it found it. Of that thread alone. */
final class ThreadScope implements JoinedScope {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadScope.class);

    private final Thread thread = Thread.currentThread();
    private final ThreadTransactions threads;
    private final TransactionContext context;
    private final NemconTransaction transaction;
    private final Runnable onLeft;
    private final @Nullable NemconTransaction before;
    private final int timeoutSecondsBefore;
    private boolean closed;

    ThreadScope(
            ThreadTransactions threads, TransactionContext context, NemconTransaction transaction, Runnable onLeft) {
        this.threads = threads;
        this.context = context;
        this.transaction = transaction;
        this.onLeft = onLeft;
        this.before = threads.current();
        this.timeoutSecondsBefore = threads.timeoutSeconds();
        if (before != transaction) {
            threads.set(transaction);
            transaction.associate();
        }
    }

    @Override
    public TransactionContext context() {
        return context;
    }

    @Override
    public void setRollbackOnly() {
        transaction.setRollbackOnly();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    transaction + " was joined by thread " + thread.getName() + ", which has to leave it");
        }
        closed = true;
        try {
            takeOff(threads.current());
        } finally {
            threads.set(before);
            threads.timeoutSeconds(timeoutSecondsBefore);
            onLeft.run();
        }
    }

    private void takeOff(@Nullable NemconTransaction there) {
        if (there == transaction) {
            if (before != transaction) {
                transaction.dissociate();
            }
        } else if (there != null && there != before) {
            LOG.warn("{} was begun while the thread was in {}, and left open; it is rolled back", there, transaction);
            try {
                there.rollback();
            } catch (SystemException | IllegalStateException itsEndIsKnownOtherwise) {
                LOG.warn("{} was not rolled back", there, itsEndIsKnownOtherwise);
            }
        }
    }
}
