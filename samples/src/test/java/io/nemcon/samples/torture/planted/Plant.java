package io.nemcon.samples.torture.planted;

import io.nemcon.samples.torture.planted.NodePlants.OnAnswer;
import io.nemcon.samples.torture.planted.NodePlants.OnBallot;
import io.nemcon.samples.torture.planted.NodePlants.OnEnd;
import io.nemcon.samples.torture.planted.NodePlants.OnEndSession;
import io.nemcon.samples.torture.planted.NodePlants.OnFinished;
import io.nemcon.samples.torture.planted.NodePlants.OnMillis;
import io.nemcon.samples.torture.planted.NodePlants.OnOutcome;
import io.nemcon.samples.torture.planted.NodePlants.OnReadIndex;
import io.nemcon.samples.torture.planted.OwnerPlants.OnCommit;
import io.nemcon.samples.torture.planted.OwnerPlants.OnCommitCommitted;
import io.nemcon.samples.torture.planted.OwnerPlants.OnCommitRolledBack;
import io.nemcon.samples.torture.planted.OwnerPlants.OnCommitSkipped;
import io.nemcon.samples.torture.planted.OwnerPlants.OnOnePhaseEnd;
import io.nemcon.samples.torture.planted.OwnerPlants.OnPrepareAnswered;
import io.nemcon.samples.torture.planted.OwnerPlants.OnRetry;
import io.nemcon.samples.torture.planted.OwnerPlants.OnTimeOver;
import io.nemcon.samples.torture.planted.OwnerPlants.OnVoteIgnored;
import io.nemcon.samples.torture.planted.OwnerPlants.OnVoteMissing;
import java.util.List;

/** A bug of the kind that coordinators have had, or that their authors were tempted by, and the places it is woven into. */
public enum Plant {
    // nodes
    DECIDES_WITHOUT_MAJORITY(
            "a leader commits entries that only its own disk has",
            new Place("com.alipay.sofa.jraft.entity.Ballot", "init", 2, OnBallot.class)),
    READS_FROM_MEMORY(
            "a node answers questions about outcomes without asking whether it still leads",
            new Place("io.nemcon.node.LedgerNode", "afterReadIndex", 2, OnReadIndex.class)),
    PRESUMES_ABORT(
            "a node says of what is not decided yet that it is aborted",
            new Place("io.nemcon.core.ledger.Ledger", "answer", 1, OnAnswer.class)),
    ENDED_SESSION_COMMITS(
            "a client that wakes up after its session's end may still commit",
            new Place("io.nemcon.core.ledger.Session", "outcome", 1, OnOutcome.class)),
    COMMITS_END_WITH_THEIR_SESSION(
            "what a session committed is forgotten when it ends",
            new Place("io.nemcon.core.ledger.Session", "end", 3, OnEnd.class)),
    FORGETS_BEFORE_ALL_BRANCHES(
            "the first report of a finished branch retires the whole transaction",
            new Place("io.nemcon.core.ledger.Transactions", "finished", 1, OnFinished.class)),
    EXPIRY_COUNTS_IN_ANY_TERM(
            "the expiry that a deposed leader proposed counts under the new one",
            new Place("io.nemcon.core.ledger.CommandRunner", "endSession", 1, OnEndSession.class)),
    WALL_CLOCK_IS_THE_LEDGERS(
            "the ledger's time is the leader's wall clock",
            new Place("io.nemcon.node.EntryTime", "millis", 0, OnMillis.class)),

    // the owner's side
    LOST_REPLY_IS_AN_ABORT(
            "a DECIDE whose reply is lost counts as refused, and all is rolled back",
            new Place("io.nemcon.client.session.DecideUntilKnown", "retry", 1, OnRetry.class)),
    ROLLS_BACK_WHEN_DECIDE_IS_SILENT(
            "a DECIDE that is unanswered when the time is over is followed by a rollback",
            new Place("io.nemcon.core.commit.CommitProtocol", "timeOver", 0, OnTimeOver.class)),
    COMMITS_BEFORE_DECIDE(
            "branches are committed as soon as all have voted",
            new Place("io.nemcon.core.commit.CommitProtocol", "prepareAnswered", 4, OnPrepareAnswered.class)),
    IGNORES_A_NO(
            "a branch that votes NO is left out, the others commit",
            new Place("io.nemcon.core.commit.CommitProtocol", "prepareAnswered", 4, OnVoteIgnored.class)),
    SILENCE_IS_A_YES(
            "a prepare without an answer counts as YES",
            new Place("io.nemcon.core.commit.CommitProtocol", "prepareAnswered", 4, OnVoteMissing.class)),
    PHASE_TWO_IS_SKIPPED(
            "of one branch in twenty phase two is not carried out, and reported as done",
            new Place("io.nemcon.xa.twophase.TwoPhaseBranch", "commit", 0, OnCommitSkipped.class)),

    // drivers and adapters
    ROLLS_BACK_IN_PHASE_TWO(
            "one commit in five of a prepared branch rolls it back, and answers that it is committed",
            new Place("io.nemcon.xa.twophase.TwoPhaseBranch", "commit", 0, OnCommitRolledBack.class)),
    LOST_ONE_PHASE_IS_ROLLED_BACK(
            "a one-phase commit whose connection broke is taken for rolled back",
            new Place("io.nemcon.xa.twophase.TwoPhaseBranch", "onePhaseEnd", 2, OnOnePhaseEnd.class)),
    ERROR_IS_ROLLED_BACK(
            "a COMMIT PREPARED that is answered with an error is taken for rolled back (XAER_RMERR)",
            new Place("io.nemcon.xa.postgresql.PostgresCommands", "commitVerified", 1, OnCommit.class)),
    NOT_ANSWERED_IS_COMMITTED(
            "a COMMIT PREPARED that is answered with an error is taken for done (XAER_NOTA)",
            new Place("io.nemcon.xa.postgresql.PostgresCommands", "commitVerified", 1, OnCommitCommitted.class)),

    // agents
    AGENT_ABORTS_WHAT_IS_PENDING(
            "an agent rolls back what is not decided yet",
            new Place("io.nemcon.core.recovery.RecoveryProtocol", "outcomesAnswered", 1, AgentPlants.OnPending.class)),
    AGENT_ABORTS_WHEN_OWNER_IS_GONE(
            "an agent rolls back what a dead owner left, whatever was decided",
            new Place(
                    "io.nemcon.core.recovery.RecoveryProtocol", "outcomesAnswered", 1, AgentPlants.OnOwnerGone.class)),
    AGENT_SEES_NO_BRANCH(
            "the list of prepared branches comes back empty",
            new Place("io.nemcon.core.recovery.RecoveryProtocol", "preparedListed", 1, AgentPlants.OnListed.class));

    /**
     * Where it is woven in.
     *
     * @param arguments how many the method has, for it may share its name
     * @param advice what is woven around it
     */
    record Place(String type, String method, int arguments, Class<?> advice) {}

    private final String words;
    private final List<Place> places;

    Plant(String words, Place... places) {
        this.words = words;
        this.places = List.of(places);
    }

    public String words() {
        return words;
    }

    List<Place> places() {
        return places;
    }
}
