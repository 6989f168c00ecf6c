package io.nemcon.simulation.exhaustive;

import io.nemcon.core.protocol.Outcome;
import io.nemcon.simulation.check.Rule;

/** What happens in the databases by itself, and what commands do there. */
final class DatabaseSteps {

    private static final int LANDS_CALM = 0;
    private static final int ENDS_CALM = 10;

    private final Move move;

    DatabaseSteps(Move move) {
        this.move = move;
    }

    void all() {
        for (int branch = 0; branch < Cast.BRANCHES; branch++) {
            int bit = 1 << branch;
            State at = move.at;
            if ((at.latePrepares & bit) != 0) {
                preparesLate(branch);
            }
            if ((at.lateCommits & bit) != 0) {
                State next = move.begin();
                next.lateCommits &= ~bit;
                if (next.branch(branch) == State.PREPARED) {
                    move.cover(Cover.LATE_COMMIT_LANDS);
                }
                commit(next, branch);
                move.done(StepKind.LATE_COMMIT, branch, LANDS_CALM);
            }
            if ((at.lateRollbacks & bit) != 0) {
                State next = move.begin();
                next.lateRollbacks &= ~bit;
                rollbackPrepared(next, branch, true);
                move.done(StepKind.LATE_ROLLBACK, branch, LANDS_CALM);
            }
            if (at.branch(branch) == State.WORKING && isLeft(at, branch)) {
                State next = move.begin();
                next.latePrepares &= ~bit;
                next.branch(branch, State.ROLLED_BACK);
                checkWhole(next, branch);
                move.done(StepKind.CONNECTION_ENDS, branch, ENDS_CALM);
            }
        }
    }

    private void preparesLate(int branch) {
        State next = move.begin();
        next.latePrepares &= ~(1 << branch);
        if (next.branch(branch) == State.WORKING) {
            next.prepared(branch);
            if (next.outcome(branch / Cast.DATABASES) == Outcome.ABORTED) {
                move.cover(Cover.LATE_PREPARE_AFTER_ABORT);
            }
        }
        move.done(StepKind.LATE_PREPARE, branch, LANDS_CALM);
    }

    private boolean isLeft(State at, int branch) {
        int transaction = branch / Cast.DATABASES;
        return at.clientCrashed
                || (at.latePrepares & 1 << branch) != 0
                || move.world
                        .owners
                        .get(transaction)
                        .view(at.owner[transaction])
                        .closed();
    }

    /** COMMIT PREPARED. P4 and P1; false if there is no such prepared branch. */
    boolean commit(State next, int branch) {
        if (next.branch(branch) != State.PREPARED) {
            return false;
        }
        int transaction = branch / Cast.DATABASES;
        Outcome outcome = next.outcome(transaction);
        next.branch(branch, State.COMMITTED);
        move.violatedIf(
                outcome != Outcome.COMMITTED,
                Rule.P4,
                () -> Cast.words(branch) + " is committed, and the log says " + outcome);
        move.violatedIf(
                next.told(transaction) == State.TOLD_ROLLED_BACK,
                Rule.P3,
                () -> Cast.words(branch) + " is committed, and the application was told that it is rolled back");
        checkWhole(next, branch);
        return true;
    }

    /** ROLLBACK PREPARED. P4 and P1; false if there is no such prepared branch. */
    boolean rollbackPrepared(State next, int branch, boolean byOwner) {
        if (next.branch(branch) != State.PREPARED) {
            return false;
        }
        int transaction = branch / Cast.DATABASES;
        Outcome outcome = next.outcome(transaction);
        boolean mayStill = byOwner && outcome == Outcome.PENDING && !isCommitSent(next, transaction);
        next.branch(branch, State.ROLLED_BACK);
        move.violatedIf(
                outcome != Outcome.ABORTED && !mayStill,
                Rule.P4,
                () -> Cast.words(branch) + " is rolled back, and the log says " + outcome);
        checkWhole(next, branch);
        return true;
    }

    private boolean isCommitSent(State at, int transaction) {
        return OwnerSteps.isCommitSent(move.world.requests, at.requests, transaction);
    }

    /** Its owner ends the connection first, so that nothing can land any more. */
    void undo(State next, int branch) {
        next.latePrepares &= ~(1 << branch);
        if (next.branch(branch) == State.WORKING) {
            next.branch(branch, State.ROLLED_BACK);
            checkWhole(next, branch);
        } else {
            rollbackPrepared(next, branch, true);
        }
    }

    /** P1. */
    void checkWhole(State next, int branch) {
        int first = branch - branch % Cast.DATABASES;
        boolean committed = false;
        boolean rolledBack = false;
        for (int other = first; other < first + Cast.DATABASES; other++) {
            committed |= next.branch(other) == State.COMMITTED;
            rolledBack |= next.branch(other) == State.ROLLED_BACK;
        }
        move.violatedIf(
                committed && rolledBack,
                Rule.P1,
                () -> "the branches of T" + (branch / Cast.DATABASES + 1) + " ended differently");
    }
}
