package io.nemcon.xa.mariadb;

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
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A branch between {@code XA START} and {@code XA COMMIT} on one plain connection.
 *
 * <pre>
 * WORKING   prepare YES -> PREPARED; prepare without an answer, or rollback not verified -> IN_DOUBT; any other end -> OVER
 * PREPARED  commit or rollback, verified -> OVER; else stays
 * IN_DOUBT  rollback, verified -> OVER; else stays
 * </pre>
 *
 * <p>What the server acknowledged on this connection is done. After anything else the connection is of no more use: it
 * leaves the pool, and {@link MariaDbVerifier} looks on another one. Threads: see
 * {@link io.nemcon.client.branch.Branch}.
 */
final class MariaDbBranch implements WorkBranch {

    private enum Phase {
        WORKING,
        PREPARED,
        IN_DOUBT,
        OVER
    }

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbBranch.class);

    private final BranchId id;
    private final AdapterSettings settings;
    private final MariaDbVerifier verifier;
    private final BorrowedConnection borrowed;
    private final MariaDbSession session;
    private final MariaDbWork work;
    private final WorkGate gate;

    private Phase phase = Phase.WORKING;
    private boolean sessionUsable = true;
    private Witness witness = Witness.NONE;
    private @Nullable BranchEnd end;

    /** On a session that has started the branch. */
    MariaDbBranch(
            BranchId id,
            BranchContext context,
            AdapterSettings settings,
            MariaDbVerifier verifier,
            BorrowedConnection borrowed,
            MariaDbSession session,
            MariaDbWork work) {
        this.id = id;
        this.settings = settings;
        this.verifier = verifier;
        this.borrowed = borrowed;
        this.session = session;
        this.work = work;
        this.gate = new WorkGate(id, borrowed.connection(), context, work);
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

    // ---- phase one

    @Override
    public PrepareAnswer endReadOnly() {
        String trouble = closeForWork();
        if (trouble != null) {
            return refuse(trouble);
        }
        if (work.mayHaveWritten()) {
            return PrepareAnswer.yes(Witness.NONE);
        }
        try {
            session.commitOnePhase(false);
            over(BranchEnd.COMMITTED);
            return PrepareAnswer.READ_ONLY;
        } catch (SQLException e) {
            return refuse(heard(e));
        }
    }

    @Override
    public PrepareAnswer prepare() {
        if (phase == Phase.PREPARED) {
            return PrepareAnswer.yes(witness);
        }
        String trouble = closeForWork();
        if (trouble != null) {
            return refuse(trouble);
        }
        if (!work.any()) {
            BranchEnd undone = rollback();
            return undone.kind() == BranchEnd.Kind.ROLLED_BACK
                    ? PrepareAnswer.READ_ONLY
                    : PrepareAnswer.unanswered(undone.why());
        }
        try {
            witness = session.prepare();
            phase = Phase.PREPARED;
            return PrepareAnswer.yes(witness);
        } catch (SQLException e) {
            return refuse(heard(e) + work.firstFailure());
        }
    }

    /** No vote, once the rollback is verified; before that, no answer. */
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
        boolean witnessed = settings.onePhaseWitness() && work.mayHaveWritten();
        long sentNanos = System.nanoTime();
        try {
            session.commitOnePhase(witnessed);
            over(BranchEnd.COMMITTED);
            return OnePhaseEnd.COMMITTED;
        } catch (SQLException e) {
            String why = heard(e) + work.firstFailure();
            if (sessionUsable && rolledBackHere()) {
                return OnePhaseEnd.rolledBack(why);
            }
            LOG.warn("{}: its commit was not answered ({}); looking on another connection", describe(), why);
            phase = Phase.IN_DOUBT;
            return onePhaseEnd(verifier.onePhase(id, session.owner(), witnessed, sentNanos));
        }
    }

    private OnePhaseEnd onePhaseEnd(OnePhaseEnd found) {
        switch (found.kind()) {
            case COMMITTED -> over(BranchEnd.COMMITTED);
            case ROLLED_BACK -> over(new BranchEnd(BranchEnd.Kind.ROLLED_BACK, found.why()));
            case UNKNOWN -> over(BranchEnd.unsettled(found.why()));
        }
        return found;
    }

    // ---- phase two

    @Override
    public BranchEnd commit() {
        if (end != null) {
            return end;
        }
        if (phase != Phase.PREPARED) {
            return BranchEnd.unsettled(describe() + " is asked to commit, but never voted YES");
        }
        if (sessionUsable) {
            try {
                session.commitPrepared();
                return over(BranchEnd.COMMITTED);
            } catch (SQLException e) {
                loseSession();
                LOG.warn("{}: XA COMMIT failed ({}); looking on another connection", describe(), heard(e));
            }
        }
        return settled(verifier.commit(id, session.owner(), witness));
    }

    @Override
    public BranchEnd rollback() {
        if (end != null) {
            return end;
        }
        gate.seal();
        if (phase == Phase.PREPARED) {
            return rollbackPrepared();
        }
        if (sessionUsable && rolledBackHere()) {
            return BranchEnd.ROLLED_BACK;
        }
        phase = Phase.IN_DOUBT;
        return settled(verifier.undo(id, session.owner()));
    }

    /** Whether its own connection acknowledged the rollback; if not, that is of no more use. */
    private boolean rolledBackHere() {
        try {
            stopWork();
            session.rollback();
            over(BranchEnd.ROLLED_BACK);
            return true;
        } catch (SQLException e) {
            loseSession();
            LOG.info("{}: its rollback failed ({}); ending its connection", describe(), MariaDbErrors.words(e));
            return false;
        }
    }

    private BranchEnd rollbackPrepared() {
        if (sessionUsable) {
            try {
                session.rollbackPrepared();
                return over(BranchEnd.ROLLED_BACK);
            } catch (SQLException e) {
                loseSession();
                LOG.warn("{}: XA ROLLBACK failed ({}); looking on another connection", describe(), heard(e));
            }
        }
        return settled(verifier.rollback(id, session.owner()));
    }

    private BranchEnd settled(BranchEnd found) {
        return found.kind() == BranchEnd.Kind.UNSETTLED ? found : over(found);
    }

    private BranchEnd over(BranchEnd how) {
        phase = Phase.OVER;
        end = how;
        return how;
    }

    // ---- work

    /** Lets no more work in. In words, why what was done cannot be committed; null if it can. */
    private @Nullable String closeForWork() {
        if (end != null) {
            return "it is over already";
        }
        if (!sessionUsable) {
            return "its connection was lost";
        }
        if (!gate.seal()) {
            return "a statement is still running in another thread; wait for it before the commit";
        }
        return null;
    }

    /** Cancels a statement that another thread still runs, and waits for it to end. */
    private void stopWork() throws SQLException {
        if (!gate.isBusy()) {
            return;
        }
        verifier.cancel(session.owner());
        if (!gate.awaitIdle(settings.verifyTimeout().toNanos())) {
            throw new SQLException("a statement did not stop when it was cancelled", "57014");
        }
    }

    @Override
    public void cancel() {
        if (!gate.isBusy()) {
            return;
        }
        try {
            verifier.cancel(session.owner());
        } catch (SQLException e) {
            LOG.warn("{}: its statement could not be cancelled ({})", describe(), MariaDbErrors.words(e));
        }
    }

    // ---- the connection

    /** An error in words. Unless it was a plain refusal, the connection is not asked again. */
    private String heard(SQLException error) {
        if (!session.refused(error)) {
            loseSession();
        }
        return MariaDbErrors.words(error);
    }

    private void loseSession() {
        sessionUsable = false;
        borrowed.discard();
    }

    /** A connection with a prepared branch answers as if it were sound, and never is: only one that is over goes back. */
    @Override
    public void release() {
        gate.seal();
        if (phase == Phase.WORKING) {
            rollback();
        }
        if (!sessionUsable || phase != Phase.OVER || gate.isBusy()) {
            borrowed.discard();
            return;
        }
        try {
            session.reset();
            borrowed.giveBack();
        } catch (SQLException e) {
            LOG.info("{}: its connection is broken ({}) and leaves the pool", describe(), MariaDbErrors.words(e));
            borrowed.discard();
        }
    }

    @Override
    public String describe() {
        return settings.name() + " (mariadb, " + id + ", connection "
                + session.owner().connectionId() + ")";
    }

    @Override
    public String toString() {
        return "branch " + id + " of " + settings.name();
    }
}
