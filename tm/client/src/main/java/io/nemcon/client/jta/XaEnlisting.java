package io.nemcon.client.jta;

import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.client.branch.NamedXaResource;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Reason;
import io.nemcon.node.host.Host;
import io.nemcon.node.host.HostLock;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * XAResources of one transaction (JTA 2.0, 3.3.1). An object that has a branch works for it again; another object of the
 * same resource manager, by its driver's isSameRM, and of the same name, joins that branch; any other one begins a branch.
 * Drivers say "same" and then can't join (MySQL, MariaDB): after a refused join a branch begins too, for two branches are
 * right with any of them. Thread-safe.
 */
final class XaEnlisting {

    private static final int NAME_LENGTH_MAX = 64;

    /** Key of a branch that nobody finds by key: the one that began with this object. */
    private record BeganWith(XAResource resource) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof BeganWith same && same.resource == resource;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(resource);
        }
    }

    /** What was delisted. */
    record Delisted(boolean done, @Nullable RollbackCause cause) {}

    private final Host host;
    private final BranchList branches;

    /** Held while a resource is enlisted, so that two threads do not begin two branches with one object. */
    private final HostLock enlisting;

    XaEnlisting(Host host, BranchList branches) {
        this.host = host;
        this.branches = branches;
        this.enlisting = new HostLock(host);
    }

    /**
     * Enlists it. If the resource answers with XA_RB*, the transaction can only roll back: the cause is returned, else null.
     *
     * @throws SystemException if it is not enlisted for any other reason, which is its cause
     */
    @Nullable
    RollbackCause enlist(XAResource resource, BranchContext context) throws SystemException {
        ResourceName name = nameOf(resource);
        enlisting.lock();
        try {
            Enlistment there = find(resource);
            if (there != null) {
                there.between(() -> branchOf(there).enlistAgain(resource));
            } else if (!joins(resource, name)) {
                begin(resource, name, context);
            }
            return null;
        } catch (XAException failed) {
            String why = "resource " + name + " is not enlisted: " + XaCodes.inWords("start", failed);
            if (XaCodes.isRollback(failed)) {
                return new RollbackCause(Reason.VOTED_NO, why, failed);
            }
            throw failure(why, failed);
        } catch (SQLException refused) {
            throw failure("resource " + name + " is not enlisted: " + refused.getMessage(), refused);
        } finally {
            enlisting.unlock();
        }
    }

    private void begin(XAResource resource, ResourceName name, BranchContext context) throws XAException, SQLException {
        @Nullable XAException[] thrown = new XAException[1];
        try {
            branches.enlist(
                    new BeganWith(resource),
                    name,
                    (id, ignored) -> {
                        try {
                            return XaBranch.start(host, resource, id, name);
                        } catch (XAException failed) {
                            thrown[0] = failed;
                            throw new SQLException(failed);
                        }
                    },
                    context);
        } catch (SQLException refused) {
            if (thrown[0] != null) {
                throw thrown[0];
            }
            throw refused;
        }
    }

    /** Whether it works for the branch of another object of its resource manager now. */
    private boolean joins(XAResource resource, ResourceName name) throws XAException {
        for (Enlistment there : branches.all()) {
            if (there.branch() instanceof XaBranch branch
                    && branch.name().equals(name)
                    && branch.isSameRm(resource)
                    && join(there, branch, resource)) {
                return true;
            }
        }
        return false;
    }

    private static boolean join(Enlistment there, XaBranch branch, XAResource resource) throws XAException {
        try {
            there.between(() -> branch.join(resource));
            return true;
        } catch (XAException failed) {
            if (XaCodes.isRollback(failed)) {
                throw failed;
            }
            return false;
        }
    }

    Delisted delist(XAResource resource, int flag) throws SystemException {
        if (flag != XAResource.TMSUCCESS && flag != XAResource.TMFAIL && flag != XAResource.TMSUSPEND) {
            throw new SystemException("delistResource takes TMSUCCESS, TMFAIL or TMSUSPEND, not " + flag);
        }
        Enlistment there = find(resource);
        if (there == null) {
            return new Delisted(false, null);
        }
        XaBranch branch = branchOf(there);
        String failure = flag == XAResource.TMFAIL ? branch.describe() + " was delisted with TMFAIL" : null;
        boolean[] done = new boolean[1];
        try {
            there.between(() -> done[0] = branch.delist(resource, flag));
            return new Delisted(done[0], failure == null ? null : new RollbackCause(Reason.APPLICATION, failure));
        } catch (XAException failed) {
            RollbackCause cause = failure != null
                    ? new RollbackCause(Reason.APPLICATION, failure, failed)
                    : new RollbackCause(
                            Reason.VOTED_NO, branch.describe() + ": " + XaCodes.inWords("end", failed), failed);
            return new Delisted(XaCodes.isRollback(failed), cause); // XA_RB*: the association is ended all the same
        }
    }

    private @Nullable Enlistment find(XAResource resource) {
        for (Enlistment there : branches.all()) {
            if (there.branch() instanceof XaBranch branch && branch.has(resource)) {
                return there;
            }
        }
        return null;
    }

    private static XaBranch branchOf(Enlistment enlistment) {
        return (XaBranch) enlistment.branch();
    }

    private static SystemException failure(String message, Throwable cause) {
        SystemException exception = new SystemException(message);
        exception.initCause(cause);
        return exception;
    }

    private static ResourceName nameOf(XAResource resource) {
        if (resource instanceof NamedXaResource named) {
            return named.resourceName();
        }
        String name = "xa." + resource.getClass().getSimpleName().replaceAll("[^A-Za-z0-9._-]", "_");
        return new ResourceName(name.length() <= NAME_LENGTH_MAX ? name : name.substring(0, NAME_LENGTH_MAX));
    }
}
