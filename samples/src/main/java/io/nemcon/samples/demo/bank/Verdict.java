package io.nemcon.samples.demo.bank;

/**
 * What the two databases hold against what the apps were told. Immutable.
 *
 * @param committed transfers that an app was told COMMITTED
 * @param rolledBack transfers that an app was told rolled back
 * @param unknown transfers of which an app was told nothing certain, or died before it was told
 * @param toldCommittedMissing told COMMITTED, and not in both databases
 * @param toldRolledBackPresent told rolled back, and in a database
 * @param torn in one database and not in the other, whatever anyone was told
 * @param unasked in a database, and in no app's notes: then notes were lost, and the rest of this is worth nothing
 * @param inDoubtLeft prepared branches that nobody has finished
 */
public record Verdict(
        long moneyBefore,
        long moneyAfter,
        long committed,
        long rolledBack,
        long unknown,
        long toldCommittedMissing,
        long toldRolledBackPresent,
        long torn,
        long unasked,
        int inDoubtLeft) {

    public long transactions() {
        return committed + rolledBack + unknown;
    }

    /** Whether nothing is wrong. */
    public boolean ok() {
        return moneyBefore == moneyAfter
                && toldCommittedMissing == 0
                && toldRolledBackPresent == 0
                && torn == 0
                && unasked == 0
                && inDoubtLeft == 0;
    }
}
