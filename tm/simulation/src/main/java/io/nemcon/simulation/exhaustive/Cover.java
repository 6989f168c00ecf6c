package io.nemcon.simulation.exhaustive;

/** What has to happen somewhere, or the search would prove nothing. */
public enum Cover {
    ABORTED_BY_SESSION_END("DECIDE(COMMIT) of a living owner is answered ABORTED, for its session had ended"),
    COMMITTED_AFTER_SESSION_END(
            "DECIDE(COMMIT) is answered COMMITTED after its session had ended: an earlier copy won"),
    ANSWERED_AGAIN("a repeated DECIDE is answered with what is decided already"),
    LEADER_LOST_BEFORE_REPLY("an owner hears from the new leader what the lost one had applied"),
    AGENT_COMMITS("an agent commits a branch"),
    AGENT_FINISHES_FOR_THE_DEAD("an agent reports the last branch of a transaction whose owner died undecided"),
    AGENT_ROLLS_BACK("an agent rolls back a branch"),
    LATE_PREPARE_AFTER_ABORT("a PREPARE lands after its transaction was decided ABORT"),
    LATE_COMMIT_LANDS("a COMMIT PREPARED that nobody waits for commits a branch"),
    REFUSED_AND_COMMITTED("a refused DECIDE(COMMIT) is committed by an earlier copy of it"),
    WATERMARK_ABORTS("the watermark aborts an undecided transaction"),
    OWNER_ABORTS_UNKNOWN("an owner that is asked has the group abort what it does not know"),
    STALE_EXPIRY_IS_VOID("an expiry of the lost leader's is void in the next term"),
    WITNESS_PROVES_COMMIT("a witness proves that an absent branch was committed"),
    TOLD_UNKNOWN_THEN_COMMITTED("an owner that told UNKNOWN goes on and commits"),
    SCANNED("a database is reported scanned"),
    FORGOTTEN("a session is forgotten"),
    AGENT_CRASHED_AMID("an agent dies between command and report");

    private final String words;

    Cover(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
