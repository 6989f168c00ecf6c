package io.nemcon.core.protocol;

/** Why a session ended. */
public enum EndReason {
    /** Its client closed it. */
    CLOSED,
    /** Its lease ran out, or its connection died and its grace ran out. */
    EXPIRED,
    /** The process that held an embedded ledger started anew. */
    RESTARTED,
    /** An operator ended it. */
    OPERATOR
}
