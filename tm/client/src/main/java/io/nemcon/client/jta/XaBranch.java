package io.nemcon.client.jta;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import java.util.concurrent.locks.LockSupport;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A branch over a driver's XAResource (XA 3.3). One thread at a time.
 *
 * <p>No error code is believed by itself (design section 5, rule 5): after one, the prepared list is asked. An XAResource
 * has no witness, so a branch that is not in that list after a commit without a clear answer is *unsettled*: committed most
 * likely, and nobody here can prove it. It is not reported as finished, and its resource's agent, or a person, settles it.
 * After a rollback, not listed is rolled back.
 *
 * <p>Suspending the transaction does not suspend the association: most drivers refuse TMSUSPEND or ignore it. Whoever wants
 * it says so with {@code delistResource(resource, TMSUSPEND)}.
 */
final class XaBranch implements Branch {

    /** Where the resource's association with the branch is (XA 3.3, 6.1). */
    private enum Association {
        WORKING,
        SUSPENDED,
        ENDED
    }

    private static final int ATTEMPTS = 3;
    private static final long RETRY_NANOS = 50_000_000L;

    private final XAResource resource;
    private final NemconXid xid;
    private final ResourceName name;
    private Association association = Association.WORKING;

    /** Why it can only roll back, as its end said; null if nothing speaks against it. */
    private @Nullable String broken;

    private XaBranch(XAResource resource, NemconXid xid, ResourceName name) {
        this.resource = resource;
        this.xid = xid;
        this.name = name;
    }

    /** Starts the branch. Its xid is never used for another one, also when this fails. */
    static XaBranch start(XAResource resource, BranchId id, ResourceName name) throws XAException {
        NemconXid xid = new NemconXid(id);
        resource.start(xid, XAResource.TMNOFLAGS);
        return new XaBranch(resource, xid, name);
    }

    /** Enlisted again, after it was delisted or not. */
    void enlistAgain() throws XAException {
        switch (association) {
            case WORKING -> {
                return;
            }
            case SUSPENDED -> resource.start(xid, XAResource.TMRESUME);
            case ENDED -> resource.start(xid, XAResource.TMJOIN);
        }
        association = Association.WORKING;
    }

    /** @param flag TMSUCCESS, TMFAIL or TMSUSPEND */
    void delist(int flag) throws XAException {
        if (association == Association.WORKING
                || association == Association.SUSPENDED && flag != XAResource.TMSUSPEND) {
            association = flag == XAResource.TMSUSPEND ? Association.SUSPENDED : Association.ENDED;
            try {
                resource.end(xid, flag);
            } catch (XAException failed) {
                association = Association.ENDED;
                broken = XaCodes.inWords("end", failed);
                throw failed;
            }
        }
    }

    @Override
    public boolean twoPhase() {
        return true;
    }

    @Override
    public boolean looksReadOnly() {
        return false; // only its prepare can tell
    }

    @Override
    public PrepareAnswer endReadOnly() {
        return PrepareAnswer.yes(Witness.NONE);
    }

    @Override
    public PrepareAnswer prepare() {
        String endFailed = endWork();
        if (endFailed != null) {
            return noAfter(endFailed);
        }
        try {
            int vote = resource.prepare(xid);
            return switch (vote) {
                case XAResource.XA_OK -> PrepareAnswer.yes(Witness.NONE);
                case XAResource.XA_RDONLY -> PrepareAnswer.READ_ONLY;
                default -> noAfter("prepare answered " + vote + ", which is no vote");
            };
        } catch (XAException failed) {
            return noAfter(XaCodes.inWords("prepare", failed));
        }
    }

    /** Rolls back and looks: NO only if it is surely not prepared. */
    private PrepareAnswer noAfter(String why) {
        BranchEnd end = rollBackAndLook();
        return end.kind() == BranchEnd.Kind.ROLLED_BACK
                ? PrepareAnswer.no(why)
                : PrepareAnswer.unanswered(why + "; " + end.why());
    }

    private BranchEnd rollBackAndLook() {
        String said = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                resource.rollback(xid);
            } catch (XAException failed) {
                said = XaCodes.inWords("rollback", failed);
            }
            PreparedList list = PreparedList.ask(resource, xid);
            if (list == PreparedList.ABSENT) {
                return BranchEnd.ROLLED_BACK;
            }
            if (list == PreparedList.UNANSWERED) {
                return BranchEnd.unsettled(said + " and the prepared list can't be read");
            }
        }
        return BranchEnd.unsettled(said + " and it is still prepared");
    }

    @Override
    public OnePhaseEnd commitOnePhase() {
        String endFailed = endWork();
        if (endFailed != null) {
            rollback();
            return OnePhaseEnd.rolledBack(endFailed); // no commit was ever sent
        }
        try {
            resource.commit(xid, true);
            return OnePhaseEnd.COMMITTED;
        } catch (XAException failed) {
            String said = XaCodes.inWords("one-phase commit", failed);
            if (failed.errorCode == XAException.XA_HEURCOM) {
                forget();
                return OnePhaseEnd.COMMITTED;
            }
            if (failed.errorCode == XAException.XA_HEURRB) {
                forget();
                return OnePhaseEnd.rolledBack(said);
            }
            return XaCodes.refusedCommit(failed)
                    ? OnePhaseEnd.rolledBack(said)
                    : OnePhaseEnd.unknown(said + ", and an XAResource has no witness that could tell");
        }
    }

    @Override
    public BranchEnd commit() {
        String said = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                resource.commit(xid, false);
                return BranchEnd.COMMITTED;
            } catch (XAException failed) {
                said = XaCodes.inWords("commit", failed);
                switch (failed.errorCode) {
                    case XAException.XA_HEURCOM -> {
                        forget(); // it agrees with the decision, so nothing is left to be settled
                        return BranchEnd.COMMITTED;
                    }
                    case XAException.XA_HEURRB, XAException.XA_HEURMIX -> {
                        return new BranchEnd(BranchEnd.Kind.ROLLED_BACK, said);
                    }
                    case XAException.XA_HEURHAZ -> {
                        return BranchEnd.unsettled(said);
                    }
                    case XAException.XA_RETRY -> LockSupport.parkNanos(RETRY_NANOS);
                    default -> {
                        PreparedList list = PreparedList.ask(resource, xid);
                        if (list != PreparedList.LISTED) {
                            return BranchEnd.unsettled(said
                                    + (list == PreparedList.ABSENT
                                            ? ", it is not prepared any more, and an XAResource has no witness"
                                            : ", and the prepared list can't be read"));
                        }
                    }
                }
            }
        }
        return BranchEnd.unsettled(said + ", and it is still prepared");
    }

    @Override
    public BranchEnd rollback() {
        endForRollback();
        try {
            resource.rollback(xid);
            return BranchEnd.ROLLED_BACK;
        } catch (XAException failed) {
            String said = XaCodes.inWords("rollback", failed);
            return switch (failed.errorCode) {
                case XAException.XA_HEURRB -> {
                    forget();
                    yield BranchEnd.ROLLED_BACK;
                }
                case XAException.XA_HEURCOM, XAException.XA_HEURMIX -> new BranchEnd(BranchEnd.Kind.COMMITTED, said);
                case XAException.XA_HEURHAZ -> BranchEnd.unsettled(said);
                default -> rollBackAndLook();
            };
        }
    }

    /** Null, or why the work can't be committed. */
    private @Nullable String endWork() {
        if (broken == null) {
            try {
                delist(XAResource.TMSUCCESS);
            } catch (XAException failed) {
                return broken;
            }
        }
        return broken;
    }

    private void endForRollback() {
        try {
            delist(XAResource.TMFAIL);
        } catch (XAException failed) {
            return; // many drivers answer TMFAIL with XA_RB*, and the rollback that follows is asked in any case
        }
    }

    private void forget() {
        try {
            resource.forget(xid);
        } catch (XAException harmless) {
            return; // a resource that keeps it is asked again by its agent
        }
    }

    @Override
    public void cancel() {
        // XA has no way to stop a statement; the driver's own timeouts must
    }

    @Override
    public void release() {
        // the connection is its application's
    }

    @Override
    public String describe() {
        return "branch " + name;
    }
}
