package io.nemcon.xa.mariadb;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.twophase.BranchCommands;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A branch between {@code XA START}, which its session has sent, and {@code XA COMMIT} on one plain connection. */
final class MariaDbCommands implements BranchCommands {

    private final BranchId id;
    private final AdapterSettings settings;
    private final MariaDbSession session;
    private final MariaDbWork work;
    private final MariaDbVerifier verifier;

    /** Whether the one-phase commit leaves a row, by which it can be looked into if it is not answered. */
    private boolean witnessed;

    private long sentNanos;

    MariaDbCommands(
            BranchId id, AdapterSettings settings, MariaDbSession session, MariaDbWork work, MariaDbVerifier verifier) {
        this.id = id;
        this.settings = settings;
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

    /** The server says it by itself when the branch is ended. */
    @Override
    public @Nullable String trouble() {
        return null;
    }

    @Override
    public @Nullable SQLException failure() {
        return work.rolledBackBy();
    }

    @Override
    public boolean endedReadOnly() throws SQLException {
        if (work.mayHaveWritten()) {
            return false;
        }
        session.commitOnePhase(false);
        return true;
    }

    @Override
    public Witness prepare() throws SQLException {
        return session.prepare();
    }

    /** The row goes with the commit. */
    @Override
    public void askForWitness() {
        witnessed = settings.onePhaseWitness() && work.mayHaveWritten();
    }

    @Override
    public void commitOnePhase() throws SQLException {
        sentNanos = System.nanoTime();
        session.commitOnePhase(witnessed);
    }

    @Override
    public void rollback() throws SQLException {
        session.rollback();
    }

    @Override
    public void commitPrepared() throws SQLException {
        session.commitPrepared();
    }

    @Override
    public void rollbackPrepared() throws SQLException {
        session.rollbackPrepared();
    }

    @Override
    public void cancel() throws SQLException {
        verifier.cancel(session.owner());
    }

    @Override
    public void reset() throws SQLException {
        session.reset();
    }

    /** A connection with a prepared branch answers as if it were sound, and never is. */
    @Override
    public boolean freeOncePrepared() {
        return false;
    }

    @Override
    public boolean refused(SQLException error) {
        return session.refused(error);
    }

    @Override
    public String words(SQLException error) {
        return MariaDbErrors.words(error);
    }

    @Override
    public String moreOnPrepare(SQLException error) {
        return work.firstFailure();
    }

    @Override
    public String moreOnCommit(SQLException error) {
        return work.firstFailure();
    }

    @Override
    public BranchEnd undoVerified() {
        return verifier.undo(id, session.owner());
    }

    @Override
    public BranchEnd commitVerified(Witness witness) {
        return verifier.commit(id, session.owner(), witness);
    }

    @Override
    public BranchEnd rollbackVerified(Witness witness) {
        return verifier.rollback(id, session.owner());
    }

    @Override
    public OnePhaseEnd onePhaseVerified() {
        return verifier.onePhase(id, session.owner(), witnessed, sentNanos);
    }

    @Override
    public String describe() {
        return settings.name() + " (mariadb, " + id + ", connection "
                + session.owner().connectionId() + ")";
    }
}
