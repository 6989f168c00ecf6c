package io.nemcon.core.protocol;

/** Why a transaction was aborted; apart from the decision itself. */
public enum Reason {
    NONE,
    /** The application asked for it. */
    APPLICATION,
    /** A branch voted no. */
    VOTED_NO,
    /** A prepare was not answered, so nobody may wait for its vote. */
    PREPARE_UNANSWERED,
    /** The transaction's time was over. */
    TIMEOUT,
    /** The session that began it had ended before a decision. */
    SESSION_ENDED,
    /** Its owner was asked and does not know it. */
    OWNER_UNKNOWN,
    /** Its sequence lies below what its client said it would ever decide. */
    BELOW_WATERMARK,
    /** An operator decided. */
    OPERATOR,
    /** The ledger refused to commit it by one of its limits; the words say which. */
    LIMIT_REACHED,
    /** Its end failed at its owner by a fault of a program, which knows no better than to have it aborted. */
    OWNER_FAILED,
    /** A session that has joined it voted no. */
    JOINED_VOTED_NO,
    /** A session that has joined it gave no vote in time. */
    JOINED_UNANSWERED,
    /** A session that had joined it ended before a decision. */
    JOINED_SESSION_ENDED
}
