package io.nemcon.xa.h2;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.Enlister.BranchContext;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.xa.handle.WorkGate;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.BorrowedConnection;
import io.nemcon.xa.spi.BranchLog;
import io.nemcon.xa.spi.Deadline;
import io.nemcon.xa.spi.WorkBranch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A branch in H2 through its XAResource, whose error codes are all zero: what went wrong is read from the prepared list,
 * also when the driver throws what XA does not know.
 * Its connection stays open until the branch is known to have ended. Threads: see
 * {@link io.nemcon.client.branch.Branch}.
 *
 * <pre>
 * WORKING   prepare YES -> PREPARED; rollback failed -> IN_DOUBT; any other end -> OVER
 * PREPARED  commit or rollback acknowledged -> OVER; else stays
 * IN_DOUBT  rollback, found gone -> OVER; else stays
 * </pre>
 */
final class H2Branch implements WorkBranch {

    private enum Phase {
        WORKING,
        PREPARED,
        IN_DOUBT,
        OVER
    }

    private static final Logger LOG = LoggerFactory.getLogger(H2Branch.class);

    private final BranchId id;
    private final H2Xid xid;
    private final AdapterSettings settings;
    private final H2Prepared prepared;
    private final BorrowedConnection borrowed;
    private final H2Connection connection;
    private final XAResource xa;
    private final H2Work work = new H2Work();
    private final WorkGate gate;
    private final BranchLog log;

    private Phase phase = Phase.WORKING;
    private boolean wroteNothing;
    private @Nullable BranchEnd end;

    H2Branch(
            BranchId id,
            BranchContext context,
            AdapterSettings settings,
            H2Prepared prepared,
            BorrowedConnection borrowed)
            throws SQLException {
        this.id = id;
        this.log = new BranchLog(LOG, id);
        this.xid = new H2Xid(id);
        this.settings = settings;
        this.prepared = prepared;
        this.borrowed = borrowed;
        this.connection = borrowed.connection().unwrap(H2Connection.class);
        this.xa = connection.xaResource();
        this.gate = new WorkGate(id, borrowed.connection(), context, work);
        try {
            xa.start(xid, XAResource.TMNOFLAGS);
        } catch (XAException | RuntimeException e) {
            throw new SQLException("resource " + settings.name() + ": H2 did not start branch " + id, e);
        }
    }

    @Override
    public Connection newHandle() throws SQLException {
        return gate.newHandle();
    }

    @Override
    public boolean twoPhase() {
        return true;
    }

    @Override
    public boolean looksReadOnly() {
        return !work.mayHaveWritten();
    }

    @Override
    public PrepareAnswer endReadOnly() {
        String trouble = closeForWork();
        if (trouble != null) {
            return refuse(trouble, work.rolledBackBy());
        }
        try {
            if (hasWritten()) {
                return PrepareAnswer.yes(Witness.NONE);
            }
        } catch (SQLException e) {
            return refuse("H2 did not say whether it wrote: " + e.getMessage(), e);
        }
        BranchEnd ended = rollback();
        return ended.kind() == BranchEnd.Kind.ROLLED_BACK
                ? PrepareAnswer.READ_ONLY
                : PrepareAnswer.unanswered(ended.why());
    }

    private boolean hasWritten() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CONTAINS_UNCOMMITTED FROM INFORMATION_SCHEMA.SESSIONS"
                        + " WHERE SESSION_ID = SESSION_ID()")) {
            return !rows.next() || rows.getBoolean(1);
        }
    }

    @Override
    public PrepareAnswer prepare() {
        if (phase == Phase.PREPARED) {
            return PrepareAnswer.yes(Witness.NONE);
        }
        String trouble = closeForWork();
        if (trouble != null) {
            return refuse(trouble, work.rolledBackBy());
        }
        prepared.ownerIsAtIt(id);
        try {
            if (H2Prepared.lists(connection, id)) {
                return refuse("another branch is prepared by the name of this one, and H2 would mix them up", null);
            }
            xa.end(xid, XAResource.TMSUCCESS);
            xa.prepare(xid);
            wroteNothing = !H2Prepared.lists(connection, id); // then H2 lists nothing, and there is nothing to lose
        } catch (SQLException e) {
            return refuse("prepare: " + e.getMessage(), e);
        } catch (XAException | RuntimeException e) {
            return refuse("prepare: " + words(e), e);
        }
        phase = Phase.PREPARED;
        connection.holdsPrepared(true);
        return PrepareAnswer.yes(Witness.NONE);
    }

    private PrepareAnswer refuse(String why, @Nullable Exception cause) {
        BranchEnd undone = rollback();
        return undone.kind() == BranchEnd.Kind.ROLLED_BACK
                ? PrepareAnswer.no(why, cause)
                : PrepareAnswer.unanswered(why + "; " + undone.why(), cause);
    }

    @Override
    public OnePhaseEnd commitOnePhase() {
        String trouble = closeForWork();
        if (trouble != null) {
            rollback();
            return OnePhaseEnd.rolledBack(trouble, work.rolledBackBy());
        }
        try {
            xa.commit(xid, true);
            over(BranchEnd.COMMITTED);
            return OnePhaseEnd.COMMITTED;
        } catch (XAException | RuntimeException e) {
            phase = Phase.IN_DOUBT;
            end = BranchEnd.unsettled("commit: " + words(e));
            return OnePhaseEnd.unknown("commit failed, and H2 keeps no witness: " + words(e), e);
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
        return finishPrepared(true);
    }

    /** Looks first: to the owner of a branch that somebody else finished, H2 answers as if all were well. */
    private BranchEnd finishPrepared(boolean commit) {
        try {
            if (!wroteNothing && !H2Prepared.lists(connection, id)) {
                phase = Phase.IN_DOUBT;
                connection.holdsPrepared(false);
                end = BranchEnd.unsettled("somebody else finished it, and H2 keeps no witness of how");
                return end;
            }
            if (commit) {
                xa.commit(xid, false);
            } else {
                xa.rollback(xid);
            }
            return over(commit ? BranchEnd.COMMITTED : BranchEnd.ROLLED_BACK);
        } catch (XAException | RuntimeException e) {
            return finishElsewhere(commit, words(e));
        } catch (SQLException e) {
            return finishElsewhere(commit, String.valueOf(e.getMessage()));
        }
    }

    /** Its connection is of no use, but H2 takes the name of a prepared branch on any other. */
    private BranchEnd finishElsewhere(boolean commit, String failed) {
        String trouble = (commit ? "commit: " : "rollback: ") + failed;
        log.warn("{}: {}; looking on another connection", describe(), trouble);
        try {
            if (prepared.finishByName(id, commit)) {
                return over(commit ? BranchEnd.COMMITTED : BranchEnd.ROLLED_BACK);
            }
            return BranchEnd.unsettled(trouble + "; " + whetherPrepared());
        } catch (SQLException e) {
            return BranchEnd.unsettled(trouble + "; " + e.getMessage());
        }
    }

    @Override
    public BranchEnd rollback() {
        if (end != null) {
            return end;
        }
        gate.seal();
        if (gate.isBusy()) {
            cancel();
            if (!gate.awaitIdle(settings.verifyTimeout().toNanos())) {
                return BranchEnd.unsettled("a statement did not stop when it was cancelled");
            }
        }
        if (phase == Phase.IN_DOUBT) {
            return endSession("it failed before");
        }
        if (phase == Phase.PREPARED) {
            return finishPrepared(false);
        }
        try {
            xa.rollback(xid);
            return over(BranchEnd.ROLLED_BACK);
        } catch (XAException | RuntimeException e) {
            return endSession(words(e));
        }
    }

    /** Ending its session is H2's other way to roll back. */
    private BranchEnd endSession(String failed) {
        phase = Phase.IN_DOUBT;
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("{}: its connection did not close", describe(), e);
        }
        try {
            return prepared.undo(id, connection.session(), new Deadline(settings.verifyTimeout()))
                    ? over(BranchEnd.ROLLED_BACK)
                    : BranchEnd.unsettled("rollback of " + id + ": " + failed + "; " + whetherPrepared());
        } catch (SQLException e) {
            return BranchEnd.unsettled("rollback of " + id + ": " + failed + "; " + e.getMessage());
        }
    }

    private String whetherPrepared() {
        try {
            return prepared.lists(id) ? "it is still prepared" : "it is not prepared any more, and H2 keeps no witness";
        } catch (SQLException e) {
            return "the prepared list cannot be read: " + e.getMessage();
        }
    }

    private static String words(Exception failed) {
        Throwable cause = failed.getCause();
        return String.valueOf(cause == null ? failed : cause.getMessage());
    }

    private BranchEnd over(BranchEnd how) {
        phase = Phase.OVER;
        end = how;
        connection.holdsPrepared(false);
        return how;
    }

    private @Nullable String closeForWork() {
        if (end != null) {
            return "it is over already";
        }
        if (!gate.seal()) {
            return "a statement is still running in another thread; wait for it before the commit";
        }
        return work.trouble();
    }

    @Override
    public void cancel() {
        try {
            gate.cancelRunning();
        } catch (SQLException e) {
            log.warn("{}: its statement could not be cancelled ({})", describe(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void release() {
        gate.seal();
        switch (phase) {
            case OVER -> giveBack();
            case PREPARED -> {
                prepared.park(id, connection);
                borrowed.discard();
            }
            case WORKING, IN_DOUBT -> borrowed.discard();
        }
        prepared.ownerLeft(id);
    }

    private void giveBack() {
        try {
            if (!connection.isClosed() && !gate.isSessionChanged()) {
                borrowed.giveBack();
                return;
            }
        } catch (SQLException e) {
            LOG.debug("{}: its connection is broken", describe(), e);
        }
        borrowed.discard();
    }

    @Override
    public String describe() {
        return settings.name() + " (h2, " + id + ")";
    }
}
