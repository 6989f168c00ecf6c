package io.nemcon.xa.postgresql;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.core.protocol.Witness;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Deadline;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, on fresh connections and in bounded time, what an ambiguous answer left behind, and puts it right. The order
 * is always: prepared list first, then witness. Thread-safe.
 */
final class PostgresVerifier {

    private final AdapterSettings settings;

    PostgresVerifier(AdapterSettings settings) {
        this.settings = settings;
    }

    /** One look; null if it has to be taken again. */
    private interface Look<T> {
        @Nullable
        T take() throws SQLException;
    }

    /** What is to be looked at, over one connection after another until one look settles it. */
    private interface Question<T> {
        Look<T> over(PostgresInspection inspection) throws SQLException;
    }

    /** What to answer when the time is over; gets the last trouble in words. */
    private interface Verdict<T> {
        T on(String trouble);
    }

    /**
     * Makes sure that a branch which nobody decided yet is rolled back: ends its backend, so that no late PREPARE can land,
     * then rolls back what is prepared.
     */
    BranchEnd undo(String gid, Backend backend) {
        return look(
                inspection -> () -> {
                    if (!inspection.end(backend)) {
                        return null;
                    }
                    if (!inspection.isPrepared(gid)) {
                        return BranchEnd.ROLLED_BACK;
                    }
                    finish(() -> inspection.rollbackPrepared(gid));
                    return null;
                },
                trouble -> BranchEnd.unsettled("could not be verified as rolled back: backend " + backend.pid() + ", "
                        + gid + ": " + trouble));
    }

    /** Commits a prepared branch, or finds what became of it: which may be against the decision, by another hand. */
    BranchEnd commit(String gid, Witness witness) {
        return look(
                inspection -> () -> {
                    if (inspection.isPrepared(gid)) {
                        return finish(() -> inspection.commitPrepared(gid)) ? BranchEnd.COMMITTED : null;
                    }
                    return switch (inspection.status(witness.evidence())) {
                        case COMMITTED -> BranchEnd.COMMITTED;
                        case IN_PROGRESS -> null;
                        case ROLLED_BACK ->
                            new BranchEnd(
                                    BranchEnd.Kind.ROLLED_BACK,
                                    gid + " was decided COMMIT, but somebody rolled it back: transaction "
                                            + witness.evidence() + " is aborted");
                        case UNKNOWN ->
                            BranchEnd.unsettled(gid + " is not prepared any more, and the server does not"
                                    + " know what became of transaction " + witness.evidence());
                    };
                },
                trouble -> BranchEnd.unsettled("commit of " + gid + " could not be verified: " + trouble));
    }

    /** Rolls back a prepared branch, or finds what became of it, as {@link #commit} does. */
    BranchEnd rollback(String gid, Witness witness) {
        return look(
                inspection -> () -> {
                    if (inspection.isPrepared(gid)) {
                        return finish(() -> inspection.rollbackPrepared(gid)) ? BranchEnd.ROLLED_BACK : null;
                    }
                    return switch (inspection.status(witness.evidence())) {
                        case ROLLED_BACK -> BranchEnd.ROLLED_BACK;
                        case IN_PROGRESS -> null;
                        case COMMITTED ->
                            new BranchEnd(
                                    BranchEnd.Kind.COMMITTED,
                                    gid + " was decided ABORT, but somebody committed it: transaction "
                                            + witness.evidence() + " is committed");
                        case UNKNOWN ->
                            BranchEnd.unsettled(gid + " is not prepared any more, and the server does not"
                                    + " know what became of transaction " + witness.evidence());
                    };
                },
                trouble -> BranchEnd.unsettled("rollback of " + gid + " could not be verified: " + trouble));
    }

    /**
     * Finds out how a one-phase commit ended whose answer was lost: ends the backend, then asks for the transaction.
     *
     * @param xid the transaction's id, if the server told it before COMMIT was sent
     */
    OnePhaseEnd onePhase(Backend backend, @Nullable String xid) {
        return look(
                inspection -> new LostCommit(inspection, backend, xid)::settle,
                trouble -> OnePhaseEnd.unknown("COMMIT on backend " + backend.pid() + " was not answered: " + trouble));
    }

    private <T> T look(Question<T> question, Verdict<T> tooLate) {
        Deadline deadline = new Deadline(settings.verifyTimeout());
        String trouble;
        do {
            try (PostgresInspection inspection = PostgresInspection.open(settings, deadline.millisLeft())) {
                Look<T> look = question.over(inspection);
                do {
                    inspection.limitAnswers(deadline.millisLeft());
                    T result = look.take();
                    if (result != null) {
                        return result;
                    }
                } while (deadline.pause());
                trouble = "still busy";
            } catch (SQLException e) {
                trouble = PostgresErrors.words(e);
            }
        } while (deadline.pause());
        return tooLate.on(trouble + ", after " + settings.verifyTimeout().toMillis() + " ms");
    }

    /** A command that finishes a prepared branch. */
    private interface Finish {
        void run() throws SQLException;
    }

    /** False if the branch is busy or gone, so that it has to be looked at again. */
    private static boolean finish(Finish command) throws SQLException {
        try {
            command.run();
            return true;
        } catch (SQLException e) {
            if (PostgresErrors.is(e, PostgresErrors.NOT_IN_PREREQUISITE_STATE)
                    || PostgresErrors.is(e, PostgresErrors.UNDEFINED_OBJECT)) {
                return false;
            }
            throw e;
        }
    }
}
