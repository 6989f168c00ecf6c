package io.nemcon.benchmarks.system;

import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import javax.transaction.xa.XAResource;

/** Two resources that do nothing, enlisted and committed. */
final class NoOpLoop implements TwoBranches {

    private final TransactionManager manager;
    private final XAResource first = new NoOpResource();
    private final XAResource second = new NoOpResource();

    NoOpLoop(TransactionManager manager) {
        this.manager = manager;
    }

    @Override
    public void once() throws Exception {
        manager.begin();
        Transaction transaction = manager.getTransaction();
        transaction.enlistResource(first);
        transaction.enlistResource(second);
        transaction.delistResource(first, XAResource.TMSUCCESS);
        transaction.delistResource(second, XAResource.TMSUCCESS);
        manager.commit();
    }

    @Override
    public XAResource firstResource() {
        return first;
    }

    @Override
    public XAResource secondResource() {
        return second;
    }
}
