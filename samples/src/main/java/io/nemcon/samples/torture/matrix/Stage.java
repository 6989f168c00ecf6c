package io.nemcon.samples.torture.matrix;

import io.nemcon.node.host.CrashPoint;

/** How far a transaction has come when its app passes a point. */
enum Stage {
    /** It works or prepares; nothing was handed to the group. */
    WORKING,
    /** Prepared everywhere; DECIDE is about to be sent. */
    ASKING,
    /** The decision is in the log. */
    DECIDED,
    /** It is being rolled back. */
    GIVING_UP,
    /** Its branches that only read are asked to end, one writer is left. */
    CHECKING,
    BEFORE_ONE_PHASE,
    AFTER_ONE_PHASE,
    /** The point is about no transaction, or about any step of one. */
    BESIDE;

    static Stage of(CrashPoint point) {
        return switch (point) {
            case CLIENT_BEFORE_BRANCH_OPENED, CLIENT_BEFORE_PREPARE, CLIENT_PREPARED -> WORKING;
            case CLIENT_BEFORE_DECIDE -> ASKING;
            case CLIENT_DECIDED,
                    CLIENT_BEFORE_COMMIT,
                    CLIENT_COMMITTED,
                    CLIENT_BEFORE_FINISHED_REPORTED,
                    CLIENT_FINISHED_REPORTED -> DECIDED;
            case CLIENT_BEFORE_ROLLBACK, CLIENT_ROLLED_BACK -> GIVING_UP;
            case CLIENT_BEFORE_READ_ONLY_END, CLIENT_READ_ONLY_ENDED -> CHECKING;
            case CLIENT_BEFORE_ONE_PHASE -> BEFORE_ONE_PHASE;
            case CLIENT_ONE_PHASE_COMMITTED -> AFTER_ONE_PHASE;
            default -> BESIDE;
        };
    }
}
