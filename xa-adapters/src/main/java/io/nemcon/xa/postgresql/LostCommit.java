package io.nemcon.xa.postgresql;

import io.nemcon.client.branch.OnePhaseEnd;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A one-phase commit without an answer, looked into over one connection. A transaction id proves something only as long as
 * the server has not crashed since it was told: ids of lost transactions are given out again. While this one connection
 * lives the server has not crashed; before it, another backend as old as the branch is the proof.
 */
final class LostCommit {

    private final PostgresInspection inspection;
    private final Backend backend;
    private final @Nullable String xid;
    private final boolean crashed;

    LostCommit(PostgresInspection inspection, Backend backend, @Nullable String toldXid) throws SQLException {
        this.inspection = inspection;
        this.backend = backend;
        this.xid = toldXid != null ? toldXid : inspection.currentXid(backend);
        this.crashed = toldXid != null && !inspection.outlived(backend);
    }

    /** Null if the backend is still on its way out. */
    @Nullable
    OnePhaseEnd settle() throws SQLException {
        if (!inspection.end(backend)) {
            return null;
        }
        if (xid == null) {
            return OnePhaseEnd.unknown("COMMIT was not answered, backend " + backend.pid() + " is gone, and its"
                    + " transaction id was not known before; onePhaseWitness(true) asks for it, at one round trip");
        }
        return switch (inspection.status(xid)) {
            case COMMITTED ->
                crashed
                        ? OnePhaseEnd.unknown("the server may have crashed, so its word on transaction " + xid
                                + " may be about another one")
                        : OnePhaseEnd.COMMITTED;
            case ROLLED_BACK -> OnePhaseEnd.rolledBack("the connection was lost; transaction " + xid + " is aborted");
            case IN_PROGRESS -> null;
            case UNKNOWN -> OnePhaseEnd.unknown("the server does not know transaction " + xid);
        };
    }
}
