package io.nemcon.node.host;

/**
 * The steps of a node, a client and an agent between which it matters where one dies: before each of their I/Os and sends,
 * and after it where that makes a difference. A process passes them with {@link Host#at}; the real machine does nothing
 * there, a test's lets the process die, stand still, or fail as that I/O can fail.
 *
 * <p>A point called after a participle ({@link #CLIENT_PREPARED}) lies behind the step; where that fails, it was done and its
 * answer is lost.
 */
public enum CrashPoint {
    /** A client's request has arrived. Fails as one that is not taken. */
    NODE_REQUEST_RECEIVED,
    /** An entry goes to the log. Fails as one that the log does not take. */
    NODE_BEFORE_PROPOSE,
    /** The log has taken it; nobody knows yet whether it will be committed. */
    NODE_PROPOSED(false),
    /** It is committed, and is now applied. */
    NODE_BEFORE_APPLY(false),
    /** It is applied here, and nobody was answered. */
    NODE_APPLIED(false),
    /** A read, or a heartbeat, asks the log for a confirmation. */
    NODE_BEFORE_READ_INDEX,
    /** It was confirmed, and nothing was read yet. */
    NODE_READ_CONFIRMED,
    /** A client is answered. Fails as a request whose outcome is not known. */
    NODE_BEFORE_REPLY,
    /** The leader's own first entry, before which it takes no request. */
    NODE_BEFORE_LEADER_STARTED,
    /** The end of a session whose lease is over. */
    NODE_BEFORE_EXPIRY_PROPOSED,
    /** News for agents. Fails as news that get lost. */
    NODE_BEFORE_AGENT_WANTED,
    /** The owner of a pending transaction is asked whether it knows it. Fails as news that get lost. */
    NODE_BEFORE_OWNER_ASKED,
    /** A session that has joined a transaction is asked for its vote. Fails as news that get lost. */
    NODE_BEFORE_VOTES_ASKED,
    /** It hears how the transaction was decided. Fails as news that get lost. */
    NODE_BEFORE_OUTCOME_TOLD,
    /** A client hears that its session has ended. Fails as news that get lost. */
    NODE_BEFORE_SESSION_END_TOLD,
    /** A snapshot's file is written. */
    NODE_BEFORE_SNAPSHOT_SAVED,
    /** The file is there, and Raft does not know it yet. */
    NODE_SNAPSHOT_SAVED,
    /** A snapshot's file is read. */
    NODE_BEFORE_SNAPSHOT_LOADED,
    /** A request to a peer. Fails as one that is not delivered. */
    NODE_BEFORE_RAFT_REQUEST,
    /** A peer's request has arrived. Fails as one that is not taken. */
    NODE_RAFT_REQUEST_RECEIVED,
    /** A peer is answered, after what it asked for was forced to disk. Fails as a request whose outcome is not known. */
    NODE_BEFORE_RAFT_REPLY,

    CLIENT_BEFORE_SESSION_OPENED,
    CLIENT_SESSION_OPENED,
    /** Which group is it? Asked once a session. */
    CLIENT_BEFORE_GROUP_ASKED,
    CLIENT_BEFORE_HEARTBEAT,
    CLIENT_HEARTBEAT_ANSWERED,
    /** Any request to a node, whatever it is for. Fails as one that is not delivered. */
    CLIENT_BEFORE_CALL,
    /** Its answer has arrived. */
    CLIENT_CALL_ANSWERED,
    /** A node says something unasked. Fails as news that get lost. */
    CLIENT_NEWS_RECEIVED,
    CLIENT_BEFORE_BRANCH_OPENED,
    /** A branch that looks as if it only read is asked to end. */
    CLIENT_BEFORE_READ_ONLY_END,
    CLIENT_READ_ONLY_ENDED,
    CLIENT_BEFORE_PREPARE,
    CLIENT_PREPARED,
    CLIENT_BEFORE_DECIDE,
    /** The decision is known here, and nobody was told. */
    CLIENT_DECIDED,
    /** An unanswered decision is asked for. */
    CLIENT_BEFORE_OUTCOME_ASKED,
    CLIENT_BEFORE_COMMIT,
    CLIENT_COMMITTED,
    CLIENT_BEFORE_ROLLBACK,
    CLIENT_ROLLED_BACK,
    CLIENT_BEFORE_ONE_PHASE,
    CLIENT_ONE_PHASE_COMMITTED,
    CLIENT_BEFORE_FINISHED_REPORTED,
    CLIENT_FINISHED_REPORTED,
    /** Another process's transaction is joined, before any work is done in it. */
    CLIENT_BEFORE_JOIN,
    /** The join is in the log. */
    CLIENT_JOINED,
    /** The leader gets the vote on a transaction that was joined. */
    CLIENT_BEFORE_VOTE,
    CLIENT_VOTED,
    /** How were the joined transactions decided? */
    CLIENT_BEFORE_JOINED_OUTCOMES_ASKED,
    /** The group asked for a transaction that is unknown here: it is decided ABORT. */
    CLIENT_BEFORE_UNKNOWN_ABORTED,
    CLIENT_BEFORE_SESSION_CLOSED,

    AGENT_BEFORE_REGISTERED,
    AGENT_REGISTERED,
    /** Which group is it? Asked once. */
    AGENT_BEFORE_GROUP_ASKED,
    AGENT_BEFORE_POSITION_ASKED,
    AGENT_BEFORE_STANDING_ASKED,
    AGENT_BEFORE_SET_BACK_REPORTED,
    AGENT_BEFORE_UNFINISHED_ASKED,
    AGENT_BEFORE_PREPARED_LISTED,
    /** How many are prepared, and how many does the server take? */
    AGENT_BEFORE_PREPARED_COUNTED,
    AGENT_BEFORE_OUTCOMES_ASKED,
    AGENT_BEFORE_COMMIT,
    AGENT_COMMITTED,
    AGENT_BEFORE_ROLLBACK,
    AGENT_ROLLED_BACK,
    AGENT_BEFORE_WITNESS_ASKED,
    /** The group is to ask the owner of what is pending. */
    AGENT_BEFORE_OWNER_ASKED,
    AGENT_BEFORE_FINISHED_REPORTED,
    AGENT_BEFORE_SCAN_REPORTED,
    AGENT_BEFORE_INCIDENT_REPORTED,
    /** Any of the three was acknowledged. */
    AGENT_REPORTED,
    /** A resource is to forget a branch that it ended by itself. */
    AGENT_BEFORE_FORGET,
    AGENT_BEFORE_OLD_WITNESSES_LISTED,
    AGENT_BEFORE_OLD_OUTCOMES_ASKED,
    AGENT_BEFORE_OLD_UNFINISHED_ASKED,
    AGENT_BEFORE_OLD_WITNESSES_REMOVED,
    AGENT_BEFORE_SIGNED_OFF;

    private final boolean canFail;

    CrashPoint() {
        this(true);
    }

    CrashPoint(boolean canFail) {
        this.canFail = canFail;
    }

    /** Whether something can fail there; else a process can only die or stand still at it. */
    public boolean canFail() {
        return canFail;
    }
}
