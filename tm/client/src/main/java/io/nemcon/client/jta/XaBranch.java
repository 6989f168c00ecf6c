package io.nemcon.client.jta;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.NamedXa;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.OnePhaseOnly;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.node.host.Host;
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
 * <p>A prepared branch that its resource ended by itself is not forgotten here, whichever way it ended: what the resource
 * remembers is all there is to tell it from a lost one, until the group has the report. Then its agent lets it be forgotten.
 * In one phase nothing is reported to the group.
 *
 * <p>Suspending the transaction does not suspend the association: that is asked for by
 * {@code delistResource(resource, TMSUSPEND)} (JTA 2.0, 3.2.3).
 */
final class XaBranch implements Branch {

    private static final int ATTEMPTS = 3;
    private static final long RETRY_NANOS = 50_000_000L;

    private final Host host;
    private final XAResource resource;
    private final NemconXid xid;
    private final ResourceName name;
    private final boolean twoPhase;
    private final XaAssociations associations;

    /** What its end said, so that it can only roll back; null if nothing speaks against it. */
    private @Nullable XAException broken;

    private XaBranch(Host host, XAResource resource, NemconXid xid, ResourceName name, XaAssociations associations) {
        this.host = host;
        this.resource = resource;
        this.xid = xid;
        this.name = name;
        this.twoPhase = !isOnePhaseOnly(resource);
        this.associations = associations;
    }

    private static boolean isOnePhaseOnly(XAResource resource) {
        return resource instanceof OnePhaseOnly || resource instanceof NamedXa named && named.onePhaseOnly();
    }

    /** Starts the branch. Its xid is never used for another one, also when this fails. */
    static XaBranch start(Host host, XAResource resource, BranchId id, ResourceName name) throws XAException {
        NemconXid xid = new NemconXid(id);
        return new XaBranch(host, resource, xid, name, XaAssociations.start(resource, xid));
    }

    /** Whether this very object works for it. From any thread. */
    boolean has(XAResource one) {
        return associations.has(one);
    }

    ResourceName name() {
        return name;
    }

    /** Whether the driver says that this object is of the same resource manager. A driver that can't say is another one. */
    boolean isSameRm(XAResource other) {
        try {
            return other.isSameRM(resource);
        } catch (XAException | RuntimeException notKnown) {
            return false;
        }
    }

    void join(XAResource other) throws XAException {
        associations.join(other);
    }

    /** Enlisted again, after it was delisted or not. */
    void enlistAgain(XAResource one) throws XAException {
        associations.again(one);
    }

    /** Whether an association was ended or suspended; see {@link XaAssociations#end}. */
    boolean delist(XAResource one, int flag) throws XAException {
        try {
            return associations.end(one, flag);
        } catch (XAException failed) {
            broken = failed;
            throw failed;
        }
    }

    @Override
    public boolean twoPhase() {
        return twoPhase;
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
        XAException endFailed = endWork();
        if (endFailed != null) {
            return noAfter(XaCodes.inWords("end", endFailed), endFailed);
        }
        try {
            int vote = askForVote();
            return switch (vote) {
                case XAResource.XA_OK -> PrepareAnswer.yes(Witness.NONE);
                case XAResource.XA_RDONLY -> PrepareAnswer.READ_ONLY;
                default -> noAfter("prepare answered " + vote + ", which is no vote", null);
            };
        } catch (XAException failed) {
            return noAfter(XaCodes.inWords("prepare", failed), failed);
        }
    }

    private int askForVote() throws XAException {
        try {
            return resource.prepare(xid);
        } catch (RuntimeException broken) {
            throw XaCodes.of(broken);
        }
    }

    /** Rolls back and looks: NO only if it is surely not prepared. */
    private PrepareAnswer noAfter(String why, @Nullable XAException cause) {
        BranchEnd end = rollBackAndLook();
        return end.kind() == BranchEnd.Kind.ROLLED_BACK
                ? PrepareAnswer.no(why, cause)
                : PrepareAnswer.unanswered(why + "; " + end.why(), cause);
    }

    private BranchEnd rollBackAndLook() {
        String said = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                XaAssociations.call(() -> resource.rollback(xid));
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
        XAException endFailed = endWork();
        if (endFailed != null) {
            rollback();
            return OnePhaseEnd.rolledBack(XaCodes.inWords("end", endFailed), endFailed); // no commit was ever sent
        }
        try {
            XaAssociations.call(() -> resource.commit(xid, true));
            return OnePhaseEnd.COMMITTED;
        } catch (XAException failed) {
            return onePhaseFailed(failed);
        }
    }

    private OnePhaseEnd onePhaseFailed(XAException failed) {
        String said = XaCodes.inWords("one-phase commit", failed);
        switch (failed.errorCode) {
            case XAException.XA_HEURCOM -> {
                forget();
                return OnePhaseEnd.COMMITTED;
            }
            case XAException.XA_HEURRB -> {
                forget(); // the group would say the same of it, for nobody ever decided COMMIT
                return new OnePhaseEnd(OnePhaseEnd.Kind.HEURISTIC_ROLLBACK, said, failed);
            }
            case XAException.XA_HEURMIX, XAException.XA_HEURHAZ -> {
                return new OnePhaseEnd(OnePhaseEnd.Kind.MIXED, said, failed);
            }
            default -> {
                return XaCodes.refusedCommit(failed)
                        ? OnePhaseEnd.rolledBack(said, failed)
                        : OnePhaseEnd.unknown(said + ", and an XAResource has no witness that could tell", failed);
            }
        }
    }

    @Override
    public BranchEnd commit() {
        String said = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                XaAssociations.call(() -> resource.commit(xid, false));
                return BranchEnd.COMMITTED;
            } catch (XAException failed) {
                said = XaCodes.inWords("commit", failed);
                switch (failed.errorCode) {
                    case XAException.XA_HEURCOM -> {
                        return BranchEnd.COMMITTED;
                    }
                    case XAException.XA_HEURRB -> {
                        return new BranchEnd(BranchEnd.Kind.ROLLED_BACK, said);
                    }
                    case XAException.XA_HEURMIX, XAException.XA_HEURHAZ -> {
                        return new BranchEnd(BranchEnd.Kind.MIXED, said);
                    }
                    case XAException.XA_RETRY -> pause();
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

    /** Cut short by an interrupt, which is kept. */
    private void pause() {
        try {
            host.sleep(RETRY_NANOS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public BranchEnd rollback() {
        associations.endAll(XAResource.TMFAIL); // drivers answer it with XA_RB*, and the rollback is asked in any case
        try {
            XaAssociations.call(() -> resource.rollback(xid));
            return BranchEnd.ROLLED_BACK;
        } catch (XAException failed) {
            String said = XaCodes.inWords("rollback", failed);
            return switch (failed.errorCode) {
                case XAException.XA_HEURRB -> BranchEnd.ROLLED_BACK;
                case XAException.XA_HEURCOM -> new BranchEnd(BranchEnd.Kind.COMMITTED, said);
                case XAException.XA_HEURMIX, XAException.XA_HEURHAZ -> new BranchEnd(BranchEnd.Kind.MIXED, said);
                default -> rollBackAndLook();
            };
        }
    }

    /** Null, or why the work can't be committed. */
    private @Nullable XAException endWork() {
        XAException failed = associations.endAll(XAResource.TMSUCCESS);
        if (broken == null) {
            broken = failed;
        }
        return broken;
    }

    private void forget() {
        try {
            XaAssociations.call(() -> resource.forget(xid));
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
