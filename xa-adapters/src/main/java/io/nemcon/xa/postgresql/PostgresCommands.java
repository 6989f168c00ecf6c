package io.nemcon.xa.postgresql;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.twophase.BranchCommands;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A branch as a plain transaction on one connection, ended by {@code PREPARE TRANSACTION} and {@code COMMIT PREPARED}. Where
 * nothing was done there is no transaction, and nobody is asked.
 */
final class PostgresCommands implements BranchCommands {

    private final AdapterSettings settings;
    private final String gid;
    private final PostgresSession session;
    private final PostgresWork work;
    private final PostgresVerifier verifier;
    private @Nullable String xidTold;

    /** PREPARE was answered by an error, which proves nothing; unless by one that says whose the gid is. */
    private boolean prepareFailed;

    /** The commit in one phase was answered by an error. */
    private boolean commitFailed;

    PostgresCommands(
            BranchId id,
            AdapterSettings settings,
            PostgresSession session,
            PostgresWork work,
            PostgresVerifier verifier) {
        this.settings = settings;
        this.gid = PostgresGid.of(id);
        this.session = session;
        this.work = work;
        this.verifier = verifier;
    }

    @Override
    public boolean worked() {
        return work.any();
    }

    @Override
    public boolean mayHaveWritten() {
        return work.mayHaveWritten();
    }

    @Override
    public @Nullable String trouble() {
        return work.trouble();
    }

    @Override
    public @Nullable SQLException failure() {
        return work.failure();
    }

    @Override
    public boolean endedReadOnly() throws SQLException {
        if (!work.any()) {
            return true;
        }
        xidTold = session.xidIfAssigned();
        if (xidTold != null) {
            return false;
        }
        session.commit();
        return true;
    }

    @Override
    public Witness prepare() throws SQLException {
        try {
            return new Witness(session.prepare(gid));
        } catch (SQLException e) {
            prepareFailed = !PostgresErrors.is(e, PostgresErrors.DUPLICATE_OBJECT);
            throw e;
        }
    }

    @Override
    public void askForWitness() throws SQLException {
        if (settings.onePhaseWitness() && xidTold == null && work.any()) {
            xidTold = session.xidIfAssigned();
        }
    }

    @Override
    public void commitOnePhase() throws SQLException {
        if (!work.any()) {
            return;
        }
        try {
            session.commit();
        } catch (SQLException e) {
            commitFailed = true;
            throw e;
        }
    }

    /** What there is evidence for is not rolled back on an error's word alone. */
    @Override
    public void rollback() throws SQLException {
        if (!work.any()) {
            return;
        }
        session.rollback();
        if (prepareFailed && session.lists(gid)) {
            throw new SQLException("it is prepared, although PREPARE failed");
        }
        if (commitFailed && xidTold != null) {
            throw new SQLException("the witness of its commit is to be asked");
        }
    }

    @Override
    public void commitPrepared() throws SQLException {
        session.commitPrepared(gid);
    }

    @Override
    public void rollbackPrepared() throws SQLException {
        session.rollbackPrepared(gid);
    }

    @Override
    public void cancel() throws SQLException {
        session.cancel();
    }

    @Override
    public void reset() throws SQLException {
        session.reset();
    }

    @Override
    public boolean freeOncePrepared() {
        return true;
    }

    @Override
    public boolean refused(SQLException error) {
        return session.refused(error);
    }

    @Override
    public String words(SQLException error) {
        return PostgresErrors.words(error);
    }

    @Override
    public String moreOnPrepare(SQLException error) {
        return PostgresErrors.advice(error);
    }

    @Override
    public String moreOnCommit(SQLException error) {
        return "";
    }

    @Override
    public BranchEnd undoVerified() {
        return verifier.undo(gid, session.backend());
    }

    @Override
    public BranchEnd commitVerified(Witness witness) {
        return verifier.commit(gid, witness);
    }

    @Override
    public BranchEnd rollbackVerified(Witness witness) {
        return verifier.rollback(gid, witness);
    }

    @Override
    public OnePhaseEnd onePhaseVerified() {
        return verifier.onePhase(session.backend(), xidTold);
    }

    @Override
    public String describe() {
        return settings.name() + " (postgresql, " + gid + ", backend "
                + session.backend().pid() + ")";
    }
}
