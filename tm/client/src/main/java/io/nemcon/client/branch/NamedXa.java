package io.nemcon.client.branch;

import io.nemcon.core.id.ResourceName;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * An XAResource with the name that its agent registered it by. Wrap an XAResource once and enlist the same wrapper each time:
 * another wrapper is another resource to a transaction.
 */
public final class NamedXa implements NamedXaResource {

    private final ResourceName name;
    private final XAResource resource;
    private final boolean joins;

    public NamedXa(String name, XAResource resource) {
        this(name, resource, true);
    }

    private NamedXa(String name, XAResource resource, boolean joins) {
        this.name = new ResourceName(name);
        this.resource = resource;
        this.joins = joins;
    }

    /**
     * One that has a branch of its own always, whatever its driver's isSameRM says: for a driver that says true, and then
     * waits or fails when it is to join a branch that is at work on another connection (Oracle).
     */
    public static NamedXa apart(String name, XAResource resource) {
        return new NamedXa(name, resource, false);
    }

    /** Whether what is wrapped is marked as one that can't prepare. */
    public boolean onePhaseOnly() {
        return resource instanceof OnePhaseOnly;
    }

    @Override
    public ResourceName resourceName() {
        return name;
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        resource.start(xid, flags);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        resource.end(xid, flags);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return resource.prepare(xid);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        resource.commit(xid, onePhase);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        resource.rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        resource.forget(xid);
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        return resource.recover(flag);
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        if (other instanceof NamedXa named) {
            return joins && named.joins && resource.isSameRM(named.resource);
        }
        return joins && resource.isSameRM(other);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return resource.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return resource.setTransactionTimeout(seconds);
    }

    @Override
    public String toString() {
        return name + " (" + resource.getClass().getName() + ")";
    }
}
