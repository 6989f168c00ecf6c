package io.nemcon.samples.torture.matrix;

import io.nemcon.samples.demo.bank.Told;
import io.nemcon.samples.torture.point.Action;
import java.util.EnumSet;
import java.util.Set;

/**
 * What must be so of the transaction that a cell is about.
 *
 * @param there what its databases must hold in the end
 * @param told what its app may have been told, if it lives
 */
record Expectation(There there, Set<Told> told) {

    /** What is in the databases that it wrote to. */
    enum There {
        ALL,
        NOTHING,
        /** The same in each of them. */
        EITHER
    }

    private static final Set<Told> COMMITTED = EnumSet.of(Told.COMMITTED);
    private static final Set<Told> ROLLED_BACK = EnumSet.of(Told.ROLLED_BACK);
    private static final Set<Told> DEFINITE = EnumSet.of(Told.COMMITTED, Told.ROLLED_BACK);
    private static final Set<Told> UNKNOWN = EnumSet.of(Told.UNKNOWN);

    /** The table: what a transaction has come to at a point, and what happens there. A dead app is told nothing. */
    static Expectation of(Cell cell) {
        Action action = cell.action();
        return switch (cell.role() == Role.APP ? Stage.of(cell.point()) : Stage.BESIDE) {
            // A pause is longer than the lease: the group ends the session and aborts what is undecided of it.
            case WORKING -> new Expectation(There.NOTHING, ROLLED_BACK);
            case ASKING ->
                action == Action.ERROR // it asks again
                        ? new Expectation(There.ALL, COMMITTED)
                        : new Expectation(There.NOTHING, ROLLED_BACK);
            case DECIDED -> new Expectation(There.ALL, COMMITTED);
            case GIVING_UP -> new Expectation(There.NOTHING, ROLLED_BACK);
            // In one phase no group is asked, so no lease matters.
            case CHECKING ->
                action == Action.PAUSE
                        ? new Expectation(There.ALL, COMMITTED)
                        : new Expectation(There.NOTHING, ROLLED_BACK);
            case BEFORE_ONE_PHASE ->
                action == Action.PAUSE
                        ? new Expectation(There.ALL, COMMITTED)
                        : new Expectation(There.NOTHING, UNKNOWN);
            case AFTER_ONE_PHASE -> new Expectation(There.ALL, action == Action.PAUSE ? COMMITTED : UNKNOWN);
            case BESIDE -> new Expectation(There.EITHER, DEFINITE);
        };
    }

    /** Of those that only happened to be under way. */
    static Expectation ofAnyOther() {
        return new Expectation(There.EITHER, DEFINITE);
    }

    /** Of what a dead app has left: before the decision nothing may stay, after it all must come. */
    static Expectation ofOrphans(Way way) {
        return new Expectation(way == Way.ORPHANS_PREPARED ? There.NOTHING : There.ALL, DEFINITE);
    }
}
