package io.nemcon.client.jta;

import io.nemcon.core.commit.Told;
import io.nemcon.core.id.Gtrid;
import jakarta.transaction.HeuristicCommitException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction ended, as the exceptions of JTA put it.
 *
 * @param thrown what a synchronization or a driver threw, so that it ended like this; null if nothing was
 */
record Verdict(Gtrid gtrid, Told told, @Nullable Throwable thrown) {

    /** Returns only if it is committed. */
    void throwForCommit()
            throws RollbackException, HeuristicMixedException, HeuristicRollbackException, SystemException {
        switch (told.kind()) {
            case COMMITTED -> {
                // as asked for
            }
            case ROLLED_BACK ->
                throw new RolledBackException(
                        "tx " + gtrid + " was rolled back (" + told.reason() + "): " + told.why(),
                        told.reason(),
                        thrown);
            case MIXED -> throw caused(new HeuristicMixedException(words()));
            case HEURISTIC_ROLLBACK -> throw caused(new HeuristicRollbackException(words()));
            case HEURISTIC_COMMIT -> throw heuristic(new HeuristicCommitException(words()));
            case UNKNOWN -> throw new OutcomeUnknownException(gtrid, told.why(), thrown);
        }
    }

    /** Returns only if it is rolled back. JTA's rollback declares no heuristic exceptions, so these are causes. */
    void throwForRollback() throws SystemException {
        switch (told.kind()) {
            case ROLLED_BACK, HEURISTIC_ROLLBACK -> {
                // as asked for
            }
            case COMMITTED ->
                throw new IllegalStateException("tx " + gtrid + " can't be rolled back: its commit came first");
            case MIXED -> throw heuristic(new HeuristicMixedException(words()));
            case HEURISTIC_COMMIT -> throw heuristic(new HeuristicCommitException(words()));
            case UNKNOWN -> throw new OutcomeUnknownException(gtrid, told.why(), thrown);
        }
    }

    private String words() {
        return "tx " + gtrid + ": " + told.why();
    }

    private <X extends Exception> X caused(X exception) {
        if (thrown != null) {
            exception.initCause(thrown);
        }
        return exception;
    }

    private SystemException heuristic(Exception heuristic) {
        SystemException exception = new SystemException(words());
        exception.initCause(caused(heuristic));
        return exception;
    }
}
