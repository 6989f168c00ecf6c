package io.nemcon.client.jta;

import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.client.branch.NamedXaResource;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Reason;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * XAResources of one transaction. Only the very same object joins the branch it has already; for another one a new branch
 * begins, whatever its isSameRM says: drivers say true and then can't join (MySQL, MariaDB), and two branches are right with
 * any of them. Thread-safe.
 */
final class XaEnlisting {

    private static final int NAME_LENGTH_MAX = 64;

    /** An XAResource by identity: drivers are free in what they make of equals. */
    private record SameObject(XAResource resource) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SameObject same && same.resource == resource;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(resource);
        }
    }

    private interface XaCall {
        void run() throws XAException;
    }

    private final BranchList branches;

    XaEnlisting(BranchList branches) {
        this.branches = branches;
    }

    boolean enlist(XAResource resource, BranchContext context) throws SystemException {
        ResourceName name = nameOf(resource);
        try {
            Enlistment enlistment = branches.enlist(
                    new SameObject(resource),
                    name,
                    (id, ignored) -> {
                        try {
                            return XaBranch.start(resource, id, name);
                        } catch (XAException failed) {
                            throw new SQLException(XaCodes.inWords("start", failed), failed);
                        }
                    },
                    context);
            XAException failed = call(enlistment, ((XaBranch) enlistment.branch())::enlistAgain);
            if (failed != null) {
                throw failure(
                        "resource " + name + " is not enlisted again: " + XaCodes.inWords("start", failed), failed);
            }
            return true;
        } catch (SQLException refused) {
            throw failure("resource " + name + " is not enlisted: " + refused.getMessage(), refused);
        }
    }

    boolean isEnlisted(XAResource resource) {
        return branches.lookUp(new SameObject(resource)) != null;
    }

    /** Why the transaction can only roll back from now on; null if nothing speaks against it. */
    @Nullable
    RollbackCause delist(XAResource resource, int flag) throws SystemException {
        if (flag != XAResource.TMSUCCESS && flag != XAResource.TMFAIL && flag != XAResource.TMSUSPEND) {
            throw new SystemException("delistResource takes TMSUCCESS, TMFAIL or TMSUSPEND, not " + flag);
        }
        Enlistment enlistment = branches.lookUp(new SameObject(resource));
        if (enlistment == null) {
            return null;
        }
        XaBranch branch = (XaBranch) enlistment.branch();
        XAException failed = call(enlistment, () -> branch.delist(flag));
        if (failed != null) {
            return new RollbackCause(
                    Reason.VOTED_NO, branch.describe() + ": " + XaCodes.inWords("end", failed), failed);
        }
        return flag == XAResource.TMFAIL
                ? new RollbackCause(Reason.APPLICATION, branch.describe() + " was delisted with TMFAIL")
                : null;
    }

    private static @Nullable XAException call(Enlistment enlistment, XaCall call) {
        @Nullable XAException[] thrown = new XAException[1];
        enlistment.whileOpen(
                () -> {
                    try {
                        call.run();
                    } catch (XAException failed) {
                        thrown[0] = failed;
                    }
                },
                "an XA call");
        return thrown[0];
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
