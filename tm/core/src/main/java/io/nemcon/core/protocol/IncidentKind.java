package io.nemcon.core.protocol;

/** What an agent found and may not settle by itself. */
public enum IncidentKind {
    /** Prepared, and past the horizon of the group's memory. */
    FORGOTTEN_BRANCH,
    /** Decided to commit, and neither prepared nor proved committed by its witness. */
    LOST_BRANCH,
    /** Committed in the database against a decision to abort. */
    HEURISTIC_COMMIT,
    /** Rolled back in the database against a decision to commit. */
    HEURISTIC_ROLLBACK,
    /** Prepared by another transaction manager or another group; never touched. */
    FOREIGN_BRANCH,
    /** Ended by its resource itself, partly each way or in a way that it can't tell. */
    HEURISTIC_MIXED,
    /**
     * No agent has scanned the resource since sessions ended longer ago than outcomes are kept, so none of those is
     * forgotten. Opened by the ledger itself, about no branch, and closed by the next scan.
     */
    RESOURCE_NOT_SCANNED,
    /**
     * The database is in an older state than one in which a decided branch was prepared in it, as after a backup was restored: what
     * came after is lost. About no branch. While it is open, no transaction with a branch there is committed.
     */
    RESOURCE_SET_BACK
}
