package io.nemcon.client.jta;

import io.nemcon.core.protocol.Reason;
import jakarta.transaction.Synchronization;
import org.jspecify.annotations.Nullable;

/**
 * Tells a transaction's synchronizations that its end begins, on the calling thread and with the transaction as that thread's
 * own.
 */
final class BeforeCompletion {

    private final NemconTransaction transaction;
    private final Lifecycle lifecycle;
    private final Synchronizations synchronizations;
    private final ThreadTransactions threads;

    BeforeCompletion(Parts parts) {
        this.transaction = parts.transaction();
        this.lifecycle = parts.lifecycle();
        this.synchronizations = parts.synchronizations();
        this.threads = parts.environment().threads();
    }

    /** One that throws marks the transaction for rollback, and the ones after it are not told. */
    void tellAll() {
        if (synchronizations.areSome()) {
            beforeCompletion();
        }
    }

    private void beforeCompletion() {
        NemconTransaction callers = threads.current();
        try {
            while (lifecycle.cause() == null) { // a marked transaction is only rolled back
                Synchronization next = synchronizations.nextBefore();
                if (next == null) {
                    return;
                }
                lendToThread();
                tell(next);
            }
        } finally {
            giveBackTo(callers);
        }
    }

    private void tell(Synchronization next) {
        try {
            next.beforeCompletion();
        } catch (RuntimeException | Error thrown) {
            lifecycle.mark(new RollbackCause(Reason.APPLICATION, "beforeCompletion threw " + thrown, thrown));
        }
    }

    /** Also where the calling thread has another one or none, or a synchronization suspended it (JTA 2.0, 3.3.2). */
    private void lendToThread() {
        if (threads.current() != transaction) {
            threads.set(transaction);
            transaction.associate();
        }
    }

    private void giveBackTo(@Nullable NemconTransaction callers) {
        if (callers != transaction) {
            if (threads.current() == transaction) {
                transaction.dissociate();
            }
            threads.set(callers);
        }
    }
}
