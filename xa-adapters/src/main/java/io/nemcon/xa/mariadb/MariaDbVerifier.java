package io.nemcon.xa.mariadb;

import io.nemcon.client.branch.BranchEnd;
import io.nemcon.client.branch.OnePhaseEnd;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.recovery.Testimony;
import io.nemcon.xa.spi.AdapterSettings;
import io.nemcon.xa.spi.Deadline;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, on fresh connections and in bounded time, what an ambiguous answer left behind, and puts it right. The order
 * is always: prepared list first, then witness. Thread-safe.
 */
final class MariaDbVerifier {

    private final AdapterSettings settings;
    private final WitnessTable table;
    private final Departures departures = new Departures();

    MariaDbVerifier(AdapterSettings settings, WitnessTable table) {
        this.settings = settings;
        this.table = table;
    }

    /** One look; null if it has to be taken again. */
    private interface Look<T> {
        @Nullable
        T take(MariaDbInspection inspection) throws SQLException;
    }

    /** What to answer when the time is over; gets the last trouble in words. */
    private interface Verdict<T> {
        T on(String trouble);
    }

    /** A command that finishes a prepared branch. */
    private interface Finish {
        void run() throws SQLException;
    }

    /**
     * Makes sure that a branch which nobody decided yet is rolled back: ends its connection, so that no late XA PREPARE can
     * land, then rolls back what is prepared.
     */
    BranchEnd undo(BranchId branch, Owner owner) {
        return look(
                inspection -> {
                    if (!inspection.end(owner, departures)) {
                        return null;
                    }
                    if (inspection.isPrepared(branch)) {
                        finish(() -> inspection.rollbackPrepared(branch));
                        return null;
                    }
                    return withoutRow(inspection.ask(table, branch, Witness.NONE), branch);
                },
                trouble -> BranchEnd.unsettled("could not be verified as rolled back: connection "
                        + owner.connectionId() + ", " + branch + ": " + trouble));
    }

    /** Commits a prepared branch, or finds what became of it: which may be against the decision, by another hand. */
    BranchEnd commit(BranchId branch, Owner owner, Witness witness) {
        return look(
                inspection -> {
                    if (!inspection.end(owner, departures)) {
                        return null;
                    }
                    if (inspection.isPrepared(branch)) {
                        finish(() -> inspection.commitPrepared(branch));
                        return null; // its answer is not the proof: the row is
                    }
                    return switch (inspection.ask(table, branch, witness)) {
                        case COMMITTED -> BranchEnd.COMMITTED;
                        case ROLLED_BACK ->
                            new BranchEnd(
                                    BranchEnd.Kind.ROLLED_BACK,
                                    branch + " was decided COMMIT, but somebody rolled it back: it is not prepared any"
                                            + " more, and has no row in " + table.name());
                        case IN_PROGRESS -> null;
                        case UNKNOWN ->
                            BranchEnd.unsettled(branch + " is not prepared any more, and its row in " + table.name()
                                    + " may have been removed since");
                    };
                },
                trouble -> BranchEnd.unsettled("commit of " + branch + " could not be verified: " + trouble));
    }

    /** Rolls back a prepared branch, or finds what became of it, as {@link #commit} does. */
    BranchEnd rollback(BranchId branch, Owner owner) {
        return look(
                inspection -> {
                    if (!inspection.end(owner, departures)) {
                        return null;
                    }
                    if (inspection.isPrepared(branch)) {
                        finish(() -> inspection.rollbackPrepared(branch));
                        return null;
                    }
                    return withoutRow(inspection.ask(table, branch, Witness.NONE), branch);
                },
                trouble -> BranchEnd.unsettled("rollback of " + branch + " could not be verified: " + trouble));
    }

    /** Of a branch that nobody decided to commit: its row was never removed, so it tells all. */
    private @Nullable BranchEnd withoutRow(Testimony row, BranchId branch) {
        return switch (row) {
            case COMMITTED ->
                new BranchEnd(
                        BranchEnd.Kind.COMMITTED,
                        branch + " was not decided COMMIT, but somebody committed it: its row is in " + table.name());
            case IN_PROGRESS -> null;
            case ROLLED_BACK, UNKNOWN -> BranchEnd.ROLLED_BACK;
        };
    }

    /**
     * Finds out how a one-phase commit ended whose answer was lost: ends the connection, then looks for the row.
     *
     * @param witnessed whether it was to leave a row
     * @param sentNanos when it was sent: rows are removed in the end
     */
    OnePhaseEnd onePhase(BranchId branch, Owner owner, boolean witnessed, long sentNanos) {
        String unanswered = "XA COMMIT ONE PHASE on connection " + owner.connectionId() + " was not answered";
        return look(
                inspection -> {
                    if (!inspection.end(owner, departures)) {
                        return null;
                    }
                    if (!witnessed) {
                        return OnePhaseEnd.unknown(
                                unanswered + ", and it left no witness; onePhaseWitness(true) makes it"
                                        + " leave one, at the price of a row in " + table.name());
                    }
                    return switch (inspection.ask(table, branch, Witness.NONE)) {
                        case COMMITTED -> OnePhaseEnd.COMMITTED;
                        case IN_PROGRESS -> null;
                        case ROLLED_BACK, UNKNOWN -> withoutRow(unanswered, sentNanos);
                    };
                },
                trouble -> OnePhaseEnd.unknown(unanswered + ": " + trouble));
    }

    private OnePhaseEnd withoutRow(String unanswered, long sentNanos) {
        boolean mayBeRemoved =
                System.nanoTime() - sentNanos >= TimeUnit.MILLISECONDS.toNanos(WitnessSweep.AGE_MIN_MS / 2);
        return mayBeRemoved
                ? OnePhaseEnd.unknown(unanswered + ", and by now its row may have been removed")
                : OnePhaseEnd.rolledBack("the connection was lost, and the branch left no row in " + table.name());
    }

    /** Stops whatever statement a branch's connection runs. */
    void cancel(Owner owner) throws SQLException {
        try (MariaDbInspection inspection =
                MariaDbInspection.open(settings, settings.verifyTimeout().toMillis())) {
            inspection.cancel(owner);
        }
    }

    private <T> T look(Look<T> look, Verdict<T> tooLate) {
        Deadline deadline = new Deadline(settings.verifyTimeout());
        String trouble;
        do {
            try (MariaDbInspection inspection = MariaDbInspection.open(settings, deadline.millisLeft())) {
                do {
                    inspection.limitAnswers(deadline.millisLeft());
                    T result = look.take(inspection);
                    if (result != null) {
                        return result;
                    }
                } while (deadline.pause());
                trouble = "still busy";
            } catch (SQLException e) {
                trouble = MariaDbErrors.words(e);
            }
        } while (deadline.pause());
        return tooLate.on(trouble + ", after " + settings.verifyTimeout().toMillis() + " ms");
    }

    /** Whether it worked is seen at the next look, also when the branch is gone meanwhile. */
    private static void finish(Finish command) throws SQLException {
        try {
            command.run();
        } catch (SQLException e) {
            if (!MariaDbErrors.is(e, MariaDbErrors.UNKNOWN_XID)) {
                throw e;
            }
        }
    }
}
