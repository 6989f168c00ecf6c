package io.nemcon.client.jta;

import io.nemcon.core.commit.Told;
import io.nemcon.core.id.Gtrid;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import org.jspecify.annotations.Nullable;

/** How a transaction ended, as the exceptions of JTA put it. */
record Verdict(Gtrid gtrid, Told told, @Nullable RollbackCause cause) {

    /** Returns only if it is committed. */
    void throwForCommit() throws RollbackException, HeuristicMixedException, SystemException {
        switch (told.kind()) {
            case COMMITTED -> {
                // as asked for
            }
            case ROLLED_BACK ->
                throw rollbackException(
                        "tx " + gtrid + " was rolled back (" + told.reason() + "): " + told.why(),
                        cause == null ? null : cause.exception());
            case MIXED -> throw new HeuristicMixedException("tx " + gtrid + ": " + told.why());
            case UNKNOWN -> throw new OutcomeUnknownException(gtrid, told.why());
        }
    }

    /** Returns only if it is rolled back. */
    void throwForRollback() throws SystemException {
        switch (told.kind()) {
            case ROLLED_BACK -> {
                // as asked for
            }
            case COMMITTED ->
                throw new IllegalStateException("tx " + gtrid + " can't be rolled back: its commit came first");
            case MIXED -> throw new SystemException("tx " + gtrid + ": " + told.why());
            case UNKNOWN -> throw new OutcomeUnknownException(gtrid, told.why());
        }
    }

    static RollbackException rollbackException(String message, @Nullable Throwable cause) {
        RollbackException exception = new RollbackException(message);
        if (cause != null) {
            exception.initCause(cause);
        }
        return exception;
    }
}
