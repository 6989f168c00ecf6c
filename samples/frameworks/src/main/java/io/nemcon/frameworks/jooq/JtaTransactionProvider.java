package io.nemcon.frameworks.jooq;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import org.jooq.Transaction;
import org.jooq.TransactionContext;
import org.jooq.TransactionProvider;
import org.jooq.exception.DataAccessException;

/**
 * Makes jOOQ's {@code transaction(...)} a JTA transaction. One that finds a transaction on its thread joins it, and its
 * failure marks that one for rollback: there are no nested transactions. Thread-safe.
 */
public final class JtaTransactionProvider implements TransactionProvider {

    private final UserTransaction jta;

    public JtaTransactionProvider(UserTransaction jta) {
        this.jta = jta;
    }

    private enum Part implements Transaction {
        OWNER,
        GUEST
    }

    @Override
    public void begin(TransactionContext context) {
        try {
            boolean guest = jta.getStatus() != Status.STATUS_NO_TRANSACTION;
            if (!guest) {
                jta.begin();
            }
            context.transaction(guest ? Part.GUEST : Part.OWNER);
        } catch (NotSupportedException | SystemException e) {
            throw new DataAccessException("no transaction begun: " + e.getMessage(), e);
        }
    }

    @Override
    public void commit(TransactionContext context) {
        if (context.transaction() == Part.GUEST) {
            return;
        }
        try {
            jta.commit();
        } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException | SystemException e) {
            throw new DataAccessException("not committed: " + e.getMessage(), e);
        }
    }

    @Override
    public void rollback(TransactionContext context) {
        try {
            if (jta.getStatus() == Status.STATUS_NO_TRANSACTION) {
                return; // it was not begun, or its commit has failed and ended it
            }
            if (context.transaction() == Part.GUEST) {
                jta.setRollbackOnly();
            } else {
                jta.rollback();
            }
        } catch (SystemException e) {
            throw new DataAccessException("rollback: " + e.getMessage(), e);
        }
    }
}
