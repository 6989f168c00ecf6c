package io.nemcon.client.jta;

import io.nemcon.client.branch.Enlister;
import io.nemcon.client.context.Propagation;
import io.nemcon.client.session.SessionException;
import io.nemcon.client.session.Sessions;
import io.nemcon.client.session.TransactionSlot;
import io.nemcon.node.host.Host;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Threads and their transactions (JTA 2.0, TransactionManager). Thread-safe. */
public final class NemconTransactionManager implements TransactionManager, AutoCloseable {

    private final Host host;
    private final Sessions sessions;
    private final JtaConfig config;
    private final Workers workers;
    private final ThreadTransactions threads = new ThreadTransactions();
    private final Environment environment;
    private final JoinedParts joined;
    private final ThreadPropagation propagation;

    public NemconTransactionManager(Host host, Sessions sessions, JtaConfig config) {
        this.host = host;
        this.sessions = sessions;
        this.config = config;
        this.workers = new Workers(host, sessions, config);
        this.environment = new Environment(host, sessions, workers, threads, config);
        this.joined = new JoinedParts(environment);
        this.propagation = new ThreadPropagation(threads, joined);
        workers.onTick(() -> {
            joined.tick(host.nanoTime());
            propagation.tick();
        });
    }

    @Override
    public void begin() throws NotSupportedException, SystemException {
        NemconTransaction there = threads.current();
        if (there != null) {
            throw new NotSupportedException("the thread has " + there
                    + (there.isRollingBack()
                            ? " still, which can only roll back: call rollback() first"
                            : " already, and transactions are not nested"));
        }
        int seconds = threads.timeoutSeconds();
        Deadline deadline =
                Deadline.in(seconds == 0 ? config.timeout().toMillis() : TimeUnit.SECONDS.toMillis(seconds), host);
        try {
            TransactionSlot slot = sessions.begin(deadline.atNanos());
            NemconTransaction begun = NemconTransaction.begun(slot, deadline, environment);
            begun.associate();
            threads.set(begun);
        } catch (SessionException refused) {
            SystemException exception = new SystemException(refused.getMessage());
            exception.initCause(refused);
            throw exception;
        }
    }

    @Override
    public void commit()
            throws RollbackException, HeuristicMixedException, HeuristicRollbackException, SystemException {
        NemconTransaction own = require("commit");
        try {
            own.commit();
        } finally {
            threads.dropIfBehind();
        }
    }

    @Override
    public void rollback() throws SystemException {
        NemconTransaction own = require("roll back");
        try {
            own.rollback();
        } finally {
            threads.dropIfBehind();
        }
    }

    @Override
    public void setRollbackOnly() {
        require("mark for rollback").setRollbackOnly();
    }

    @Override
    public int getStatus() {
        NemconTransaction own = threads.current();
        return own == null ? Status.STATUS_NO_TRANSACTION : own.getStatus();
    }

    @Override
    public @Nullable Transaction getTransaction() {
        return threads.current();
    }

    /** For transactions that this thread begins from now on; 0 for the default. */
    @Override
    public void setTransactionTimeout(int seconds) throws SystemException {
        if (seconds < 0) {
            throw new SystemException("a transaction timeout is 0 or more seconds, not " + seconds);
        }
        threads.timeoutSeconds(seconds);
    }

    @Override
    public @Nullable Transaction suspend() {
        NemconTransaction own = threads.current();
        if (own == null) {
            return null;
        }
        threads.set(null);
        own.dissociate();
        return own;
    }

    /** To resume the one that the thread has is fine and changes nothing. */
    @Override
    public void resume(@Nullable Transaction transaction) throws InvalidTransactionException {
        NemconTransaction there = threads.current();
        if (there != null && there == transaction) {
            return;
        }
        if (there != null) {
            throw new IllegalStateException("the thread has " + there + ", so it can't resume " + transaction);
        }
        if (!(transaction instanceof NemconTransaction resumed) || !resumed.isOf(threads)) {
            throw new InvalidTransactionException(transaction + " is no transaction of this manager");
        }
        if (resumed.isBehind()) {
            throw new InvalidTransactionException(resumed + " is over and can't be resumed");
        }
        threads.set(resumed);
        resumed.associate();
    }

    private NemconTransaction require(String what) {
        NemconTransaction own = threads.current();
        if (own == null) {
            throw new IllegalStateException("the thread has no transaction to " + what);
        }
        return own;
    }

    ThreadTransactions threads() {
        return threads;
    }

    public NemconUserTransaction userTransaction() {
        return new NemconUserTransaction(this);
    }

    public SynchronizationRegistry synchronizationRegistry() {
        return new SynchronizationRegistry(threads);
    }

    public Enlister enlister() {
        return new ThreadEnlister(threads);
    }

    public Propagation propagation() {
        return propagation;
    }

    /** Releases the threads; transactions that are open are left to the agents. */
    @Override
    public void close() {
        joined.close();
        workers.close();
    }
}
