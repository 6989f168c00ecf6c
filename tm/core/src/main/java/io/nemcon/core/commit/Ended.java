package io.nemcon.core.commit;

/** How a commit or rollback of one branch ended, verified in its database. */
public enum Ended {
    COMMITTED,
    ROLLED_BACK,
    /** Its resource decided by itself: partly each way, or it can't say which (XA 3.3, XA_HEURMIX and XA_HEURHAZ). */
    MIXED,
    /** Not known now. */
    UNSETTLED
}
