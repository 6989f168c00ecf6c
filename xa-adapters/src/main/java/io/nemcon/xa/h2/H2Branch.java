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
import io.nemcon.xa.spi.WorkBranch;
import io.nemcon.xa.xaresource.BranchXid;
import io.nemcon.xa.xaresource.XaResourceBranch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A branch in H2: the driver's XA, with work that is let in and stopped as everywhere. Its connection stays open until it
 * is known to have ended. Threads: see {@link io.nemcon.client.branch.Branch}.
 */
final class H2Branch implements WorkBranch {

    private static final Logger LOG = LoggerFactory.getLogger(H2Branch.class);

    private final BranchId id;
    private final AdapterSettings settings;
    private final H2Prepared prepared;
    private final BorrowedConnection borrowed;
    private final H2Connection connection;
    private final H2Work work = new H2Work();
    private final WorkGate gate;
    private final XaResourceBranch xa;
    private boolean settled;

    H2Branch(
            BranchId id,
            BranchContext context,
            AdapterSettings settings,
            H2Prepared prepared,
            BorrowedConnection borrowed)
            throws SQLException {
        this.id = id;
        this.settings = settings;
        this.prepared = prepared;
        this.borrowed = borrowed;
        this.connection = borrowed.connection().unwrap(H2Connection.class);
        this.gate = new WorkGate(id, borrowed.connection(), context, work);
        try {
            this.xa = XaResourceBranch.start(
                    settings.name() + ", h2", connection.xaResource(), new BranchXid(id), prepared);
        } catch (XAException e) {
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
            return refuse(trouble);
        }
        try {
            if (hasWritten()) {
                return PrepareAnswer.yes(Witness.NONE);
            }
        } catch (SQLException e) {
            return refuse("H2 did not say whether it wrote: " + e.getMessage());
        }
        PrepareAnswer ended = refuse("its reads could not be ended");
        return ended.vote() == null ? ended : PrepareAnswer.READ_ONLY;
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
        String trouble = closeForWork();
        if (trouble != null) {
            return refuse(trouble);
        }
        prepared.ownerIsAtIt(id);
        PrepareAnswer answer = xa.prepare();
        settled = answer.vote() != null && !xa.isPrepared();
        connection.holdsPrepared(xa.isPrepared());
        return answer;
    }

    private PrepareAnswer refuse(String why) {
        BranchEnd undone = rollback();
        return undone.kind() == BranchEnd.Kind.ROLLED_BACK
                ? PrepareAnswer.no(why)
                : PrepareAnswer.unanswered(why + "; " + undone.why());
    }

    @Override
    public OnePhaseEnd commitOnePhase() {
        String trouble = closeForWork();
        if (trouble != null) {
            rollback();
            return OnePhaseEnd.rolledBack(trouble);
        }
        OnePhaseEnd end = xa.commitOnePhase();
        settled = end.kind() == OnePhaseEnd.Kind.COMMITTED;
        return end;
    }

    @Override
    public BranchEnd commit() {
        return ended(xa.commit());
    }

    @Override
    public BranchEnd rollback() {
        gate.seal();
        if (gate.isBusy()) {
            cancel();
            if (!gate.awaitIdle(settings.verifyTimeout().toNanos())) {
                return BranchEnd.unsettled("a statement did not stop when it was cancelled");
            }
        }
        return ended(xa.rollback());
    }

    private BranchEnd ended(BranchEnd end) {
        settled = end.kind() != BranchEnd.Kind.UNSETTLED;
        if (settled) {
            connection.holdsPrepared(false);
        }
        return end;
    }

    private @Nullable String closeForWork() {
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
            LOG.warn("{}: its statement could not be cancelled ({})", describe(), e.getMessage());
        }
    }

    @Override
    public void release() {
        gate.seal();
        if (settled) {
            borrowed.giveBack();
        } else {
            if (xa.isPrepared()) {
                prepared.park(id, connection);
            }
            borrowed.discard();
        }
        prepared.ownerLeft(id);
    }

    @Override
    public String describe() {
        return xa.describe();
    }
}
