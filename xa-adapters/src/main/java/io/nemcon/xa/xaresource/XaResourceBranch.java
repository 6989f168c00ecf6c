package io.nemcon.xa.xaresource;

import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.protocol.Witness;
import io.nemcon.xa.xaresource.PreparedList.UnreadableException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A branch over an XAResource. XA has no witness: a branch that is neither acknowledged nor in the prepared list stays
 * unsettled, whatever the error code says. Threads: see {@link Branch}; {@link #cancel} does nothing, XA has no such call.
 *
 * <pre>
 * ACTIVE    prepare YES -> PREPARED; prepare without an answer -> IN_DOUBT; any other end -> OVER
 * PREPARED  commit or rollback, known -> OVER; else stays
 * IN_DOUBT  rollback, known -> OVER; else stays
 * </pre>
 */
public final class XaResourceBranch implements Branch {

    private enum Phase {
        ACTIVE,
        PREPARED,
        IN_DOUBT,
        OVER
    }

    private final String name;
    private final XAResource resource;
    private final BranchXid xid;
    private final PreparedList list;

    private Phase phase = Phase.ACTIVE;
    private boolean ended;
    private @Nullable BranchEnd end;

    private XaResourceBranch(String name, XAResource resource, BranchXid xid, PreparedList list) {
        this.name = name;
        this.resource = resource;
        this.xid = xid;
        this.list = list;
    }

    /** Starts a branch with this resource; its connection does the work from here on. */
    public static XaResourceBranch start(String name, XAResource resource, BranchXid xid, PreparedList list)
            throws XAException {
        resource.start(xid, XAResource.TMNOFLAGS);
        return new XaResourceBranch(name, resource, xid, list);
    }

    /** Whether it voted YES and nobody knows yet that it ended. */
    public boolean isPrepared() {
        return phase == Phase.PREPARED;
    }

    @Override
    public boolean twoPhase() {
        return true;
    }

    @Override
    public boolean looksReadOnly() {
        return false;
    }

    /** XA cannot ask without preparing. */
    @Override
    public PrepareAnswer endReadOnly() {
        return PrepareAnswer.yes(Witness.NONE);
    }

    @Override
    public PrepareAnswer prepare() {
        if (phase == Phase.PREPARED) {
            return PrepareAnswer.yes(Witness.NONE);
        }
        if (phase != Phase.ACTIVE) {
            return PrepareAnswer.no("it is over already");
        }
        try {
            endWork();
            if (resource.prepare(xid) == XAResource.XA_RDONLY) {
                over(BranchEnd.ROLLED_BACK);
                return PrepareAnswer.READ_ONLY;
            }
            phase = Phase.PREPARED;
            return PrepareAnswer.yes(Witness.NONE);
        } catch (XAException e) {
            String why = XaCodes.words(e);
            phase = Phase.IN_DOUBT;
            BranchEnd undone = rollback();
            return undone.kind() == BranchEnd.Kind.ROLLED_BACK
                    ? PrepareAnswer.no(why)
                    : PrepareAnswer.unanswered(why + "; " + undone.why());
        }
    }

    @Override
    public OnePhaseEnd commitOnePhase() {
        try {
            endWork();
        } catch (XAException e) {
            rollback();
            return OnePhaseEnd.rolledBack(XaCodes.words(e)); // commit was not asked for
        }
        try {
            resource.commit(xid, true);
            over(BranchEnd.COMMITTED);
            return OnePhaseEnd.COMMITTED;
        } catch (XAException e) {
            if (XaCodes.isRolledBack(e)) {
                over(BranchEnd.ROLLED_BACK);
                return OnePhaseEnd.rolledBack(XaCodes.words(e));
            }
            over(BranchEnd.unsettled(XaCodes.words(e)));
            return OnePhaseEnd.unknown("one-phase commit failed, and XA cannot say with what: " + XaCodes.words(e));
        }
    }

    @Override
    public BranchEnd commit() {
        if (end != null) {
            return end;
        }
        if (phase != Phase.PREPARED) {
            return BranchEnd.unsettled(describe() + " is asked to commit, but never voted YES");
        }
        try {
            resource.commit(xid, false);
            return over(BranchEnd.COMMITTED);
        } catch (XAException e) {
            return switch (e.errorCode) {
                case XAException.XA_HEURCOM -> over(BranchEnd.COMMITTED);
                case XAException.XA_HEURRB -> over(against(BranchEnd.Kind.ROLLED_BACK, e));
                default -> BranchEnd.unsettled("commit: " + XaCodes.words(e) + "; " + whetherListed());
            };
        }
    }

    @Override
    public BranchEnd rollback() {
        if (end != null) {
            return end;
        }
        try {
            if (phase == Phase.ACTIVE) {
                endFailed();
            }
            resource.rollback(xid);
            return over(BranchEnd.ROLLED_BACK);
        } catch (XAException e) {
            if (XaCodes.isRolledBack(e) || e.errorCode == XAException.XA_HEURRB) {
                return over(BranchEnd.ROLLED_BACK);
            }
            if (e.errorCode == XAException.XA_HEURCOM) {
                return over(against(BranchEnd.Kind.COMMITTED, e));
            }
            if (phase == Phase.PREPARED) {
                return BranchEnd.unsettled("rollback: " + XaCodes.words(e) + "; " + whetherListed());
            }
            return unprepared(e);
        }
    }

    /** A branch that never voted YES ends with its connection, unless a lost prepare got through. */
    private BranchEnd unprepared(XAException trouble) {
        boolean prepareWasSent = phase == Phase.IN_DOUBT;
        phase = Phase.IN_DOUBT;
        try {
            if (trouble.errorCode == XAException.XAER_NOTA && !list.contains(xid.branch())) {
                return over(BranchEnd.ROLLED_BACK);
            }
        } catch (UnreadableException e) {
            return BranchEnd.unsettled("rollback: " + XaCodes.words(trouble) + "; " + e.getMessage());
        }
        return BranchEnd.unsettled("rollback: " + XaCodes.words(trouble)
                + (prepareWasSent ? "; " + whetherListed() : "; it ends with its connection"));
    }

    private String whetherListed() {
        try {
            return list.contains(xid.branch())
                    ? "it is still in the prepared list"
                    : "it is not in the prepared list, and there is no witness";
        } catch (UnreadableException e) {
            return e.getMessage();
        }
    }

    private BranchEnd against(BranchEnd.Kind kind, XAException e) {
        return new BranchEnd(kind, "the resource decided by itself: " + XaCodes.words(e));
    }

    private void endWork() throws XAException {
        if (!ended) {
            ended = true;
            resource.end(xid, XAResource.TMSUCCESS);
        }
    }

    /** The work will not be kept, so whatever end says, rollback follows. */
    private void endFailed() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            resource.end(xid, XAResource.TMFAIL);
        } catch (XAException rollbackTells) {
            // XA_RB codes are what TMFAIL is meant to answer; any other trouble shows again in rollback
        }
    }

    private BranchEnd over(BranchEnd how) {
        phase = Phase.OVER;
        end = how;
        return how;
    }

    @Override
    public void cancel() {}

    @Override
    public void release() {}

    @Override
    public String describe() {
        return name + " (XA, " + xid + ")";
    }
}
