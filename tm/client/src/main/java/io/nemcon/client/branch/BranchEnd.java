package io.nemcon.client.branch;

/**
 * How phase two of a branch ended.
 *
 * @param why for all but a plain COMMITTED or ROLLED_BACK, in words
 */
public record BranchEnd(Kind kind, String why) {

    /** What is known, verified in the database. */
    public enum Kind {
        COMMITTED,
        ROLLED_BACK,
        /** The resource ended it by itself, partly each way, or can't say which (XA 3.3, XA_HEURMIX and XA_HEURHAZ). */
        MIXED,
        /** Could not be settled now; the resource's agent will. */
        UNSETTLED
    }

    public static final BranchEnd COMMITTED = new BranchEnd(Kind.COMMITTED, "");
    public static final BranchEnd ROLLED_BACK = new BranchEnd(Kind.ROLLED_BACK, "");

    public static BranchEnd unsettled(String why) {
        return new BranchEnd(Kind.UNSETTLED, why);
    }
}
