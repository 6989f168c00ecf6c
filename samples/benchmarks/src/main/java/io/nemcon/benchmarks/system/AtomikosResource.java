package io.nemcon.benchmarks.system;

import com.atomikos.datasource.ResourceException;
import com.atomikos.datasource.xa.XATransactionalResource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAResource;

/** How Atomikos gets to know whose an XA resource is that is enlisted without a data source of its own. */
final class AtomikosResource extends XATransactionalResource {

    /** What recovery asks: a connection of its own, or a resource that has nothing to recover. */
    interface Connecting {
        XAResource connect() throws Exception;
    }

    private final Set<XAResource> members = ConcurrentHashMap.newKeySet();
    private final Connecting recovery;

    AtomikosResource(String name, Connecting recovery) {
        super(name);
        this.recovery = recovery;
    }

    void add(XAResource member) {
        members.add(member);
    }

    @Override
    public boolean usesXAResource(XAResource resource) {
        return members.contains(resource);
    }

    @Override
    protected XAResource refreshXAConnection() throws ResourceException {
        try {
            return recovery.connect();
        } catch (Exception failed) {
            throw new ResourceException("no connection for the recovery of " + getName(), failed);
        }
    }
}
