package io.nemcon.xa.postgresql;

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
 * A branch as a plain transaction on one connection, ended by {@code PREPARE TRANSACTION} and {@code COMMIT PREPARED}.
 *
 * <pre>
 * WORKING   prepare YES -> PREPARED; prepare without an answer, or rollback not verified -> IN_DOUBT; any other end -> OVER
 * PREPARED  commit or rollback, verified -> OVER; else stays
 * IN_DOUBT  rollback, verified -> OVER; else stays
 * </pre>
 *
 * <p>A command that was refused is known not to be done. One that was not answered makes the connection useless: it leaves
 * the pool, and {@link PostgresVerifier} looks on another one. Threads: see {@link io.nemcon.client.branch.Branch}.
 */
final class PostgresBranch implements WorkBranch {

    private enum Phase {
        WORKING,
        PREPARED,
        IN_DOUBT,
        OVER
    }

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBranch.class);

    private final BranchId id;
    private final String gid;
    private final AdapterSettings settings;
    private final PostgresVerifier verifier;
    private final BorrowedConnection borrowed;
    private final PostgresSession session;
    private final PostgresWork work;
    private final WorkGate gate;

    private Phase phase = Phase.WORKING;
    private boolean sessionUsable = true;
    private Witness witness = Witness.NONE;
    private @Nullable String xidTold;
    private @Nullable BranchEnd end;

    PostgresBranch(
            BranchId id,
            BranchContext context,
            AdapterSettings settings,
            PostgresVerifier verifier,
            BorrowedConnection borrowed)
            throws SQLException {
        this.id = id;
        this.gid = PostgresGid.of(id);
        this.settings = settings;
        this.verifier = verifier;
        this.borrowed = borrowed;
        this.session = new PostgresSession(borrowed.connection(), settings.answerTimeout());
        this.work = new PostgresWork(session);
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
        if (!work.any()) {
            over(BranchEnd.ROLLED_BACK);
            return PrepareAnswer.READ_ONLY;
        }
        try {
            xidTold = session.xidIfAssigned();
            if (xidTold != null) {
                return PrepareAnswer.yes(Witness.NONE);
            }
            session.commit();
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
            over(BranchEnd.ROLLED_BACK);
            return PrepareAnswer.READ_ONLY;
        }
        try {
            witness = new Witness(session.prepare(gid));
            phase = Phase.PREPARED;
            return PrepareAnswer.yes(witness);
        } catch (SQLException e) {
            return refuse(heard(e) + PostgresErrors.advice(e));
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
        if (work.any()) {
            return commitWork();
        }
        over(BranchEnd.COMMITTED);
        return OnePhaseEnd.COMMITTED;
    }

    private OnePhaseEnd commitWork() {
        try {
            if (settings.onePhaseWitness() && xidTold == null) {
                xidTold = session.xidIfAssigned();
            }
        } catch (SQLException e) {
            String why = heard(e);
            rollback();
            return OnePhaseEnd.rolledBack(why); // COMMIT was not sent
        }
        try {
            session.commit();
            over(BranchEnd.COMMITTED);
            return OnePhaseEnd.COMMITTED;
        } catch (SQLException e) {
            String why = heard(e);
            if (sessionUsable) {
                rollback();
                return OnePhaseEnd.rolledBack(why);
            }
            LOG.warn("{}: COMMIT was not answered ({}); looking on another connection", describe(), why);
            phase = Phase.IN_DOUBT;
            return onePhaseEnd(verifier.onePhase(session.backend(), xidTold));
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
                session.commitPrepared(gid);
                return over(BranchEnd.COMMITTED);
            } catch (SQLException e) {
                loseSession();
                LOG.warn("{}: COMMIT PREPARED failed ({}); looking on another connection", describe(), heard(e));
            }
        }
        return settled(verifier.commit(gid, witness));
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
        if (sessionUsable) {
            try {
                stopWork();
                session.rollback();
                return over(BranchEnd.ROLLED_BACK);
            } catch (SQLException e) {
                loseSession();
                LOG.info("{}: ROLLBACK failed ({}); ending its backend", describe(), PostgresErrors.words(e));
            }
        }
        phase = Phase.IN_DOUBT;
        return settled(verifier.undo(gid, session.backend()));
    }

    private BranchEnd rollbackPrepared() {
        if (sessionUsable) {
            try {
                session.rollbackPrepared(gid);
                return over(BranchEnd.ROLLED_BACK);
            } catch (SQLException e) {
                loseSession();
                LOG.warn("{}: ROLLBACK PREPARED failed ({}); looking on another connection", describe(), heard(e));
            }
        }
        return settled(verifier.rollback(gid, witness));
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
        return work.trouble();
    }

    /** Cancels a statement that another thread still runs, and waits for it to end. */
    private void stopWork() throws SQLException {
        if (!gate.isBusy()) {
            return;
        }
        session.cancel();
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
            session.cancel();
        } catch (SQLException e) {
            LOG.warn("{}: its statement could not be cancelled ({})", describe(), PostgresErrors.words(e));
        }
    }

    // ---- the connection

    /** An error in words. Unless it was a plain refusal, the connection is not asked again. */
    private String heard(SQLException error) {
        if (!session.refused(error)) {
            loseSession();
        }
        return PostgresErrors.words(error);
    }

    private void loseSession() {
        sessionUsable = false;
        borrowed.discard();
    }

    @Override
    public void release() {
        gate.seal();
        if (!sessionUsable || gate.isBusy() || gate.isSessionChanged()) {
            borrowed.discard();
            return;
        }
        try {
            session.reset();
            borrowed.giveBack();
        } catch (SQLException e) {
            LOG.info("{}: its connection is broken ({}) and leaves the pool", describe(), PostgresErrors.words(e));
            borrowed.discard();
        }
    }

    @Override
    public String describe() {
        return settings.name() + " (postgresql, " + gid + ", backend "
                + session.backend().pid() + ")";
    }

    @Override
    public String toString() {
        return "branch " + id + " of " + settings.name();
    }
}
