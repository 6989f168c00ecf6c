package io.nemcon.core.commit;

/** How a commit or rollback of one branch ended, verified in its database. */
public enum Ended {
    COMMITTED,
    ROLLED_BACK,
    /** Not known now. */
    UNSETTLED
}
