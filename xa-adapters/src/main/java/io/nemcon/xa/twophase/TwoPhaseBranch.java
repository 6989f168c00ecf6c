package io.nemcon.xa.twophase;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.client.branch.PrepareAnswer;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Witness;
import io.nemcon.xa.handle.WorkGate;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.BorrowedConnection;
import io.nemcon.xa.spi.BranchLog;
import io.nemcon.xa.spi.WorkBranch;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A branch on one plain connection, ended by its database's own commands.
 *
 * <pre>
 * WORKING   prepare YES -> PREPARED; prepare without an answer, or rollback not verified -> IN_DOUBT; any other end -> OVER
 * PREPARED  commit or rollback, verified -> OVER; else stays
 * IN_DOUBT  rollback, verified -> OVER; else stays
 * </pre>
 *
 * <p>A command that was refused is known not to be done. One that was not answered makes the connection useless: it leaves
 * the pool, and the database is looked at over another one. Threads: see {@link io.nemcon.client.branch.Branch}.
 */
public final class TwoPhaseBranch implements WorkBranch {

    private enum Phase {
        WORKING,
        PREPARED,
        IN_DOUBT,
        OVER
    }

    private static final Logger LOG = LoggerFactory.getLogger(TwoPhaseBranch.class);

    private final BranchId id;
    private final ResourceName resource;
    private final WorkGate gate;
    private final BranchCommands database;
    private final BranchConnection connection;
    private final BranchLog log;

    private Phase phase = Phase.WORKING;
    private Witness witness = Witness.NONE;
    private @Nullable BranchEnd end;

    /** On a connection on which the branch has begun, or begins with its first statement. */
    public TwoPhaseBranch(
            BranchId id,
            AdapterSettings settings,
            BorrowedConnection borrowed,
            WorkGate gate,
            BranchCommands database) {
        this.id = id;
        this.log = new BranchLog(LOG, id);
        this.resource = settings.name();
        this.gate = gate;
        this.database = database;
        this.connection = new BranchConnection(settings, borrowed, gate, database);
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
        return !database.mayHaveWritten();
    }

    // ---- phase one

    @Override
    public PrepareAnswer endReadOnly() {
        String trouble = closeForWork();
        if (trouble != null) {
            return refuse(trouble, database.failure());
        }
        try {
            if (!database.endedReadOnly()) {
                return PrepareAnswer.yes(Witness.NONE);
            }
            over(BranchEnd.ROLLED_BACK); // nothing was written: whoever misses this answer and rolls back has done so
            return PrepareAnswer.READ_ONLY;
        } catch (SQLException e) {
            return refuse(connection.heard(e), e);
        }
    }

    @Override
    public PrepareAnswer prepare() {
        if (phase == Phase.PREPARED) {
            return PrepareAnswer.yes(witness);
        }
        String trouble = closeForWork();
        if (trouble != null) {
            return refuse(trouble, database.failure());
        }
        if (!database.worked()) {
            return leave();
        }
        try {
            witness = database.prepare();
            phase = Phase.PREPARED;
            return PrepareAnswer.yes(witness);
        } catch (SQLException e) {
            return refuse(connection.heard(e) + database.moreOnPrepare(e), cause(e));
        }
    }

    /** There is nothing to vote on. */
    private PrepareAnswer leave() {
        BranchEnd undone = rollback();
        return undone.kind() == BranchEnd.Kind.ROLLED_BACK
                ? PrepareAnswer.READ_ONLY
                : PrepareAnswer.unanswered(undone.why());
    }

    /** No vote, once the rollback is verified; before that, no answer. */
    private PrepareAnswer refuse(String why, @Nullable SQLException cause) {
        BranchEnd undone = rollback();
        return undone.kind() == BranchEnd.Kind.ROLLED_BACK
                ? PrepareAnswer.no(why, cause)
                : PrepareAnswer.unanswered(why + "; " + undone.why(), cause);
    }

    /** The application is told what made the server refuse, rather than how it put the refusal. */
    private SQLException cause(SQLException refusal) {
        SQLException failure = database.failure();
        return failure == null ? refusal : failure;
    }

    @Override
    public OnePhaseEnd commitOnePhase() {
        String trouble = closeForWork();
        if (trouble != null) {
            SQLException failure = database.failure();
            rollback();
            return OnePhaseEnd.rolledBack(trouble, failure);
        }
        try {
            database.askForWitness();
        } catch (SQLException e) {
            String why = connection.heard(e);
            rollback();
            return OnePhaseEnd.rolledBack(why, e); // the commit was not sent
        }
        try {
            database.commitOnePhase();
            over(BranchEnd.COMMITTED);
            return OnePhaseEnd.COMMITTED;
        } catch (SQLException e) {
            String why = connection.heard(e) + database.moreOnCommit(e);
            if (connection.isUsable() && rolledBackHere()) {
                return OnePhaseEnd.rolledBack(why, cause(e));
            }
            log.warn("{}: its commit was not answered ({}); looking on another connection", describe(), why);
            phase = Phase.IN_DOUBT;
            return onePhaseEnd(database.onePhaseVerified(), e);
        }
    }

    private OnePhaseEnd onePhaseEnd(OnePhaseEnd found, SQLException cause) {
        switch (found.kind()) {
            case COMMITTED -> {
                over(BranchEnd.COMMITTED);
                return found;
            }
            case ROLLED_BACK -> over(new BranchEnd(BranchEnd.Kind.ROLLED_BACK, found.why()));
            case UNKNOWN, HEURISTIC_ROLLBACK, MIXED -> over(BranchEnd.unsettled(found.why()));
        }
        return new OnePhaseEnd(found.kind(), found.why(), cause);
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
        if (connection.isUsable()) {
            try {
                database.commitPrepared();
                return over(BranchEnd.COMMITTED);
            } catch (SQLException e) {
                lookElsewhere("commit", e);
            }
        }
        return settled(database.commitVerified(witness));
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
        if (connection.isUsable() && rolledBackHere()) {
            return BranchEnd.ROLLED_BACK;
        }
        phase = Phase.IN_DOUBT;
        return settled(database.undoVerified());
    }

    /** Whether its own connection acknowledged the rollback; if not, that is of no more use. */
    private boolean rolledBackHere() {
        try {
            connection.stopWork();
            database.rollback();
            over(BranchEnd.ROLLED_BACK);
            return true;
        } catch (SQLException e) {
            connection.lose();
            log.info("{}: its rollback failed ({}); ending its connection", describe(), database.words(e));
            return false;
        }
    }

    private BranchEnd rollbackPrepared() {
        if (connection.isUsable()) {
            try {
                database.rollbackPrepared();
                return over(BranchEnd.ROLLED_BACK);
            } catch (SQLException e) {
                lookElsewhere("rollback", e);
            }
        }
        return settled(database.rollbackVerified(witness));
    }

    private void lookElsewhere(String what, SQLException failed) {
        connection.lose();
        log.warn("{}: its {} failed ({}); looking on another connection", describe(), what, database.words(failed));
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
        if (!connection.isUsable()) {
            return "its connection was lost";
        }
        if (!gate.seal()) {
            return "a statement is still running in another thread; wait for it before the commit";
        }
        return database.trouble();
    }

    @Override
    public void cancel() {
        connection.cancel();
    }

    /** A connection that nobody asked to end its branch goes back too, once its work is rolled back. */
    @Override
    public void release() {
        gate.seal();
        if (phase == Phase.WORKING) {
            rollback();
        }
        connection.release(isFree());
    }

    private boolean isFree() {
        return phase == Phase.OVER || (phase == Phase.PREPARED && database.freeOncePrepared());
    }

    @Override
    public String describe() {
        return database.describe();
    }

    @Override
    public String toString() {
        return "branch " + id + " of " + resource;
    }
}
