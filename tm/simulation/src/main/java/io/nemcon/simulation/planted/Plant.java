package io.nemcon.simulation.planted;

import org.jspecify.annotations.Nullable;

/** A bug of the kind that coordinators have had, or that their authors were tempted by. One grows at a time. */
public enum Plant {
    // the ledger
    ENDED_SESSION_COMMITS("a client that wakes up after its session's end may still commit"),
    SECOND_DECISION_COUNTS("DECIDE does not look whether it is decided already"),
    ABORT_IS_NOT_RECORDED("an abort is answered and not remembered: what is not there is pending"),
    COMMITS_END_WITH_THEIR_SESSION("outcomes are dropped when the session ends: presumed abort without a horizon"),
    WATERMARK_BEFORE_OUTCOME("below the watermark everything is aborted, also what is committed"),
    AGENT_OUTLIVES_ITS_SESSION("the end of a session leaves it agent of its resources"),
    REPLICA_USES_ITS_OWN_CLOCK("apply takes time from the machine instead of the entry"),
    SNAPSHOT_WITHOUT_OUTCOMES("a snapshot does not hold the committed transactions"),
    SAME_ENTRY_SAME_ID("two sessions opened by one entry get one id"),
    LEADER_FORMS_THE_GROUP_ANEW("each new leader gives the group a new id"),
    FORGETS_BEFORE_ALL_BRANCHES("the first report of a finished branch retires the whole transaction, unasked"),
    OUTCOMES_GO_UNSCANNED("outcomes are forgotten before every resource was scanned"),
    ENDED_BEFORE_OUTCOME("whether the session has ended is asked before the outcome"),
    LATE_WORD_COUNTS("of what a process says about being an agent the last to arrive counts"),

    // nodes and leases
    RESULTS_ARE_MIXED_UP("the results of commands that share an entry are mixed up"),
    FORMER_SESSION_LIVES_ON("an embedded ledger that starts anew leaves its former session to its lease"),
    EXPIRES_ON_LEADER_CHANGE("a new leader grants less than a time to live"),
    READS_FROM_MEMORY("queries are answered without a read index"),
    PRESUMES_ABORT_FROM_MEMORY("a node that knows nothing of a transaction says that it is aborted"),
    HEARTBEAT_WITHOUT_MAJORITY("a leader acknowledges heartbeats without confirming that it leads"),
    NEW_LEADER_GRANTS_NOTHING("a new leader does not take up the sessions that it finds"),
    NO_GRACE("a lost connection ends the session at once"),
    NOTHING_EXPIRES("sessions of dead processes live for ever"),
    WALL_CLOCK_IS_THE_LEDGERS("a wall clock that is set back stops the ledger's time"),
    LEASES_OUTLIVE_LEADERSHIP("a deposed leader keeps its leases and uses them when it leads again"),

    // the owner's side
    ROLLS_BACK_WHEN_DECIDE_IS_SILENT("an unanswered DECIDE is followed by a rollback"),
    SAYS_ROLLED_BACK_WHEN_DECIDE_IS_SILENT("an unanswered DECIDE is told as a rollback"),
    COMMITS_WHEN_DECIDE_IS_SILENT("an unanswered DECIDE is followed by a commit"),
    COMMITS_BEFORE_DECIDE("branches are committed as soon as all have voted"),
    IGNORES_A_NO("a branch that votes NO is left out, the others commit"),
    SILENCE_IS_A_YES("a prepare without an answer counts as YES"),
    NAMES_ONE_BRANCH("the decision names the first branch only"),
    DECIDES_WITHOUT_WITNESS("the decision does not say what proves the commit"),
    LOST_REPLY_IS_AN_ABORT("a DECIDE whose reply is lost counts as refused"),
    TIMEOUT_MEETS_COMMIT("the timeout rolls back a transaction whose commit has begun"),
    ANSWERS_ARE_SWAPPED("the answers of branches that are asked side by side are mixed up"),
    NUMBERS_COME_AGAIN("a transaction's number is given a second time"),
    UNSETTLED_IS_COMMITTED("a one-phase commit without an answer is told as committed"),
    UNSETTLED_IS_ROLLED_BACK("a one-phase commit without an answer is told as rolled back"),
    KEYS_ARE_GUESSED("two processes open their sessions with the same key"),
    FIRST_VOTE_DECIDES("the votes are not waited for"),
    WATERMARK_PASSES_WHAT_IS_OPEN("the word on the lowest open transaction passes over it"),

    // agents
    AGENT_ABORTS_WHAT_IS_PENDING("presumed abort while the owner is alive"),
    AGENT_COMMITS_WHAT_IS_PENDING("presumed commit"),
    AGENT_ABORTS_WHEN_OWNER_IS_GONE("what a dead owner left is rolled back, whatever was decided"),
    ABSENT_IS_FINISHED("what is not prepared any more is done, without a look at its witness"),
    AGENT_BELIEVES_NO_WITNESS("the witness is not asked"),
    AGENT_SEES_NO_BRANCH("the list of prepared branches comes back empty"),
    ONE_FAILURE_ENDS_THE_AGENT("a database that is away for a moment ends its recovery"),

    // drivers and adapters
    NUMBER_OF_A_FORMER_LIFE_IS_BELIEVED(
            "a witness is believed though its number may have been given again since a crash"),
    LOST_ONE_PHASE_IS_ROLLED_BACK("a one-phase commit whose connection broke is taken for rolled back, unasked"),
    READ_ONLY_LEAK("a branch that wrote votes read-only"),
    PREPARE_FAILS_SILENTLY("PREPARE in a failed transaction answers YES"),
    ERROR_IS_ROLLED_BACK("a commit that is answered with an error is taken for rolled back (XAER_RMERR)"),
    NOT_PREPARED_IS_COMMITTED("a branch that is not prepared any more is taken for committed (XAER_NOTA)");

    private static volatile @Nullable Plant active;

    private final String words;

    Plant(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Whether this is the one that grows. */
    public boolean grows() {
        return active == this;
    }

    static void grow(@Nullable Plant plant) {
        active = plant;
    }
}
