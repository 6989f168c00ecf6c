package io.nemcon.simulation.exhaustive;

import io.nemcon.core.protocol.Outcome;
import io.nemcon.simulation.check.Rule;

/** What must be so when nothing is left to happen but faults: P15, and P1 and P3 for good. */
final class Quiet {

    private Quiet() {}

    static void check(Move move) {
        State at = move.at;
        World world = move.world;
        move.violatedIf(
                world.ledgers.view(at.ledger).unfinished() != 0, Rule.P15, () -> "something decided is unfinished");
        for (int transaction = 0; transaction < Cast.TRANSACTIONS; transaction++) {
            boolean closed = at.clientCrashed
                    || world.owners.get(transaction).view(at.owner[transaction]).closed();
            String name = "T" + (transaction + 1);
            move.violatedIf(!closed, Rule.P15, () -> name + " is open at its owner for ever");
            move.violatedIf(
                    !at.clientCrashed && at.told(transaction) == State.NOBODY,
                    Rule.P15,
                    () -> "a living application never hears how " + name + " ended");
            for (int database = 0; database < Cast.DATABASES; database++) {
                checkBranch(move, Cast.branch(transaction, database));
            }
        }
    }

    private static void checkBranch(Move move, int branch) {
        State at = move.at;
        int there = at.branch(branch);
        int told = at.told(branch / Cast.DATABASES);
        move.violatedIf(there == State.PREPARED, Rule.P15, () -> Cast.words(branch) + " is prepared for ever");
        move.violatedIf(there == State.WORKING, Rule.P15, () -> Cast.words(branch) + " is open for ever");
        boolean mustBeCommitted =
                told == State.TOLD_COMMITTED || at.outcome(branch / Cast.DATABASES) == Outcome.COMMITTED;
        move.violatedIf(
                mustBeCommitted && there == State.ROLLED_BACK,
                Rule.P3,
                () -> Cast.words(branch) + " is rolled back for good, decided or told COMMITTED");
        move.violatedIf(
                !mustBeCommitted && there == State.COMMITTED,
                Rule.P3,
                () -> Cast.words(branch) + " is committed for good, and nobody decided that");
    }
}
