package io.nemcon.frameworks.hibernate;

import io.nemcon.client.Nemcon;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import org.hibernate.engine.transaction.jta.platform.internal.AbstractJtaPlatform;
import org.hibernate.engine.transaction.jta.platform.internal.JtaSynchronizationStrategy;
import org.hibernate.engine.transaction.jta.platform.internal.SynchronizationRegistryAccess;
import org.hibernate.engine.transaction.jta.platform.internal.SynchronizationRegistryBasedSynchronizationStrategy;

/**
 * Where Hibernate finds Nemcon's transactions. Sessions flush in interposed synchronizations, so after those that the
 * application has registered itself. Thread-safe.
 */
public final class NemconJtaPlatform extends AbstractJtaPlatform {

    private static final long serialVersionUID = 1L;

    private final transient Nemcon nemcon;
    private final transient JtaSynchronizationStrategy synchronizations;

    public NemconJtaPlatform(Nemcon nemcon) {
        this.nemcon = nemcon;
        this.synchronizations = new SynchronizationRegistryBasedSynchronizationStrategy(new Registry(nemcon));
    }

    @Override
    protected TransactionManager locateTransactionManager() {
        return nemcon.transactionManager();
    }

    @Override
    protected UserTransaction locateUserTransaction() {
        return nemcon.userTransaction();
    }

    @Override
    protected JtaSynchronizationStrategy getSynchronizationStrategy() {
        return synchronizations;
    }

    private record Registry(Nemcon nemcon) implements SynchronizationRegistryAccess {
        @Override
        public TransactionSynchronizationRegistry getSynchronizationRegistry() {
            return nemcon.synchronizationRegistry();
        }
    }
}
