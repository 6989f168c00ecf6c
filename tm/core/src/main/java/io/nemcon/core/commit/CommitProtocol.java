package io.nemcon.core.commit;

import io.nemcon.core.check.Invariant;
import io.nemcon.core.commit.BranchState.State;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The owner's side of one transaction's end (design section 5; XA 3.3 chapter 2; JTA 2.0, 3.2). Takes events, returns the
 * steps to be done. Not thread-safe; no input is retained.
 *
 * <pre>
 * ACTIVE       -commit, no branch->                 DONE
 * ACTIVE       -commit, one branch->                ONE_PHASE     -ended->                       DONE
 * ACTIVE       -commit, some look read-only->       CHECKING      -nobody wrote->                DONE
 *                                                                 -one writer->                  ONE_PHASE
 *                                                                 -more->                        PREPARING
 *                                                                 -one is broken->               ROLLING_BACK
 * ACTIVE       -commit, more branches->             PREPARING     -all YES or READ_ONLY->        DECIDING
 *                                                                 -a NO, all answered->          ROLLING_BACK
 *                                                                 -one without answer->          DECIDING (abort)
 * ACTIVE       -rollback->                          ROLLING_BACK  -all ended->                   DONE
 *                                                                 -one unsettled or committed->  DECIDING (abort)
 * DECIDING     -COMMITTED->                         COMMITTING    -all ended->                   DONE
 *              -ABORTED->                           ABORTING      -all ended->                   DONE
 *              -FORGOTTEN->                         DONE
 * </pre>
 *
 * Where its context was handed out other processes may have joined it: then there is no commit in one phase, and every end is
 * decided by the group, ABORT too.
 *
 * <p>A rollback stays local only where no branch can be prepared behind our back; as soon as one prepare is without answer, or
 * a prepared branch's rollback is, the group decides ABORT, so that the agents may finish it. A branch that somebody
 * committed meanwhile is named there too: the agents find it and call a person (scenario 65).
 */
public final class CommitProtocol {

    /** Where the transaction is. */
    public enum Phase {
        ACTIVE,
        CHECKING,
        ONE_PHASE,
        PREPARING,
        ROLLING_BACK,
        DECIDING,
        COMMITTING,
        ABORTING,
        DONE
    }

    private final Gtrid gtrid;
    private final Map<Integer, BranchState> branches = new TreeMap<>();

    /** The branches that the last DECIDE named; they are reported one by one. */
    private final List<BranchState> named = new ArrayList<>();

    private Phase phase = Phase.ACTIVE;
    private Reason reason = Reason.NONE;
    private String why = "";
    private @Nullable String timeUp;
    private boolean told;

    /** Whether a DECIDE(COMMIT) was handed to a sender. */
    private boolean commitHandedOver;

    /** Whether other processes may have joined it. */
    private boolean handedOut;

    public CommitProtocol(Gtrid gtrid) {
        this.gtrid = gtrid;
    }

    public Phase phase() {
        return phase;
    }

    public Gtrid gtrid() {
        return gtrid;
    }

    /** Its context was handed out, so other processes may have joined it. Said before its end begins. */
    public void handedOut() {
        require(Phase.ACTIVE);
        handedOut = true;
    }

    /** The application wants to commit. */
    public List<Step> commit(List<Participant> participants) {
        begin(participants);
        if (handedOut) {
            return commitWithOthers();
        }
        if (branches.isEmpty()) {
            return finish(Told.COMMITTED);
        }
        if (branches.size() == 1) {
            return commitTheOnlyOne();
        }
        for (BranchState branch : branches.values()) {
            Invariant.check(
                    branch.participant.twoPhase(),
                    "tx %s: branch of %s can't be prepared and stands beside others",
                    gtrid,
                    branch.participant.resource());
        }
        return checkAndPrepare();
    }

    private List<Step> commitWithOthers() {
        for (BranchState branch : branches.values()) {
            if (!branch.participant.twoPhase()) {
                return rollBackLocally(
                        Reason.VOTED_NO,
                        "branch of " + branch.participant.resource()
                                + " can't be prepared, and other processes may have joined the transaction");
            }
        }
        return branches.isEmpty() ? decide(Decision.COMMIT) : checkAndPrepare();
    }

    private List<Step> checkAndPrepare() {
        if (anyMatch(branch -> branch.participant.looksReadOnly())) {
            become(Phase.CHECKING);
            return each(branch -> branch.participant.looksReadOnly(), Step.EndReadOnly::new);
        }
        return prepareOpenOnes();
    }

    /** The application, or the transaction's timeout, wants to roll back work that was never prepared. */
    public List<Step> rollback(List<Participant> participants, Reason cause, String inWords) {
        begin(participants);
        return rollBackLocally(cause, inWords);
    }

    /**
     * The transaction's time is over, and what is being asked is being cancelled: a branch that does not agree from now on
     * fails for that reason. Branches that agree all the same are committed.
     */
    public void timeUp(String inWords) {
        timeUp = inWords;
    }

    /** YES: it wrote and is open as before. NO or null: it is broken, and was never prepared. */
    public List<Step> readOnlyAnswered(int number, @Nullable Vote vote, String inWords) {
        require(Phase.CHECKING);
        BranchState branch = answered(number);
        if (vote == Vote.READ_ONLY) {
            branch.state = State.READ_ONLY;
        } else if (vote != Vote.YES) {
            noteNo(Reason.VOTED_NO, inWords);
        }
        if (isOneAsked()) {
            return List.of();
        }
        if (reason != Reason.NONE) {
            return rollBackLocally(reason, why);
        }
        int open = count(State.OPEN);
        if (open == 0) {
            return nobodyWrote();
        }
        return open == 1 && !handedOut ? commitTheOnlyOne() : prepareOpenOnes();
    }

    /** A vote, or null for none: then the branch may be prepared now or later. */
    public List<Step> prepareAnswered(int number, @Nullable Vote vote, Witness witness, String inWords) {
        require(Phase.PREPARING);
        BranchState branch = answered(number);
        if (vote == null) {
            branch.state = State.UNANSWERED;
            branch.wasPrepared = true;
            noteNo(Reason.PREPARE_UNANSWERED, inWords);
        } else {
            switch (vote) {
                case YES -> {
                    branch.state = State.PREPARED;
                    branch.wasPrepared = true;
                    branch.witness = witness;
                }
                case READ_ONLY -> branch.state = State.READ_ONLY;
                case NO -> {
                    branch.state = State.ENDED;
                    noteNo(Reason.VOTED_NO, inWords);
                }
            }
        }
        return isOneAsked() ? List.of() : allVotesAreIn();
    }

    private List<Step> allVotesAreIn() {
        if (count(State.UNANSWERED) > 0) {
            return decide(Decision.ABORT);
        }
        if (reason != Reason.NONE) {
            return rollBackLocally(reason, why);
        }
        if (count(State.PREPARED) == 0) {
            return nobodyWrote();
        }
        return decide(Decision.COMMIT); // also for one prepared branch beside read-only ones
    }

    /** Nobody here, that is. */
    private List<Step> nobodyWrote() {
        return handedOut ? decide(Decision.COMMIT) : finish(Told.COMMITTED);
    }

    /** How the one-phase commit of the only branch ended. */
    public List<Step> onePhaseEnded(Ended ended, String inWords) {
        require(Phase.ONE_PHASE);
        return switch (ended) {
            case COMMITTED -> finish(Told.COMMITTED);
            case ROLLED_BACK -> finish(new Told(Told.Kind.ROLLED_BACK, Reason.VOTED_NO, inWords));
            case MIXED -> finish(new Told(Told.Kind.MIXED, Reason.NONE, inWords));
            case UNSETTLED -> finish(new Told(Told.Kind.UNKNOWN, Reason.NONE, inWords));
        };
    }

    /** The resource of the only branch says that it had rolled back by itself before it was asked. */
    public List<Step> onePhaseHeuristicRollback(String inWords) {
        require(Phase.ONE_PHASE);
        return finish(new Told(Told.Kind.HEURISTIC_ROLLBACK, Reason.NONE, inWords));
    }

    /** The ledger's answer to DECIDE: the first decision in the log, ours or another's. */
    public List<Step> decided(Outcome outcome, Reason cause) {
        require(Phase.DECIDING);
        return switch (outcome) {
            case COMMITTED -> {
                become(Phase.COMMITTING);
                yield carryOut(Step.Commit::new);
            }
            case ABORTED -> {
                if (reason == Reason.NONE) {
                    noteFailure(cause, "decided ABORT: " + cause);
                }
                become(Phase.ABORTING);
                yield carryOut(Step.Rollback::new);
            }
            case FORGOTTEN ->
                finish(new Told(
                        Told.Kind.UNKNOWN, Reason.NONE, "the group no longer keeps its outcome; a person must decide"));
            case PENDING -> throw new IllegalArgumentException("tx " + gtrid + ": PENDING is no answer to DECIDE");
        };
    }

    /** The ledger refused DECIDE(COMMIT) by a limit and decided nothing. */
    public List<Step> decideRefused(String inWords) {
        require(Phase.DECIDING);
        Invariant.check(reason == Reason.NONE, "tx %s: DECIDE(ABORT) was refused: %s", gtrid, inWords);
        noteFailure(Reason.LIMIT_REACHED, inWords);
        return decide(Decision.ABORT);
    }

    /** The transaction's time is over while DECIDE is unanswered: the caller is told, the resolution goes on. */
    public List<Step> timeOver() {
        if (phase != Phase.DECIDING) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        if (commitHandedOver) {
            tell(steps, new Told(Told.Kind.UNKNOWN, Reason.NONE, "DECIDE is unanswered and goes on being resolved"));
        } else {
            tell(steps, verdict(rolledBack())); // only this side could have asked for COMMIT, and it never will
        }
        return steps;
    }

    /** How phase two, or a rollback, of a branch ended. */
    public List<Step> branchEnded(int number, Ended ended) {
        if (phase != Phase.ROLLING_BACK && phase != Phase.COMMITTING && phase != Phase.ABORTING) {
            throw new IllegalStateException("tx " + gtrid + " is " + phase + ", no branch is about to end");
        }
        BranchState branch = answered(number);
        Ended wanted = phase == Phase.COMMITTING ? Ended.COMMITTED : Ended.ROLLED_BACK;
        if (ended == wanted) {
            branch.state = State.ENDED;
        } else if (ended == Ended.MIXED) {
            branch.state = State.MIXED;
        } else if (ended != Ended.UNSETTLED) {
            branch.state = State.AGAINST_DECISION;
        } else {
            // a branch that was never prepared dies with its connection, whatever that answers
            branch.state = branch.wasPrepared ? State.UNSETTLED : State.ENDED;
        }
        if (isOneAsked()) {
            return List.of();
        }
        return phase == Phase.ROLLING_BACK ? localRollbackEnded() : phaseTwoEnded();
    }

    private List<Step> localRollbackEnded() {
        boolean ofOthers = handedOut || anyMatch(CommitProtocol::isTheAgentsToo);
        return ofOthers ? decide(Decision.ABORT) : finish(verdict(rolledBack()));
    }

    private List<Step> phaseTwoEnded() {
        List<Step> steps = new ArrayList<>();
        List<FinishedBranch> finished = new ArrayList<>();
        for (BranchState branch : branches.values()) {
            if (branch.state == State.ENDED && named.contains(branch)) {
                finished.add(new FinishedBranch(decidedBranch(branch).id(gtrid)));
            }
        }
        if (!finished.isEmpty()) {
            steps.add(new Step.ReportFinished(new SessionCommand.Finished(finished)));
        }
        steps.addAll(finish(verdict(phase == Phase.COMMITTING ? Told.COMMITTED : rolledBack())));
        return steps;
    }

    private List<Step> decide(Decision decision) {
        become(Phase.DECIDING);
        commitHandedOver |= decision == Decision.COMMIT;
        named.clear();
        List<DecidedBranch> decided = new ArrayList<>();
        for (BranchState branch : branches.values()) {
            if (isTheAgentsToo(branch)) {
                named.add(branch);
                decided.add(decidedBranch(branch));
            }
        }
        return List.of(new Step.Decide(new SessionCommand.Decide(gtrid, decision, reason, decided)));
    }

    private List<Step> carryOut(IntFunction<Step> step) {
        List<Step> steps = each(CommitProtocol::mayBePrepared, step);
        return steps.isEmpty() ? phaseTwoEnded() : steps;
    }

    private static boolean mayBePrepared(BranchState branch) {
        return switch (branch.state) {
            case PREPARED, UNANSWERED, UNSETTLED -> true;
            case OPEN, READ_ONLY, ENDED, MIXED, AGAINST_DECISION -> false;
        };
    }

    /** What the group must know of: agents finish it, or find it ended against the decision and call a person. */
    private static boolean isTheAgentsToo(BranchState branch) {
        boolean heuristic = branch.state == State.AGAINST_DECISION || branch.state == State.MIXED;
        return mayBePrepared(branch) || heuristic && branch.wasPrepared;
    }

    private static DecidedBranch decidedBranch(BranchState branch) {
        return branch.named();
    }

    private List<Step> rollBackLocally(Reason cause, String inWords) {
        noteFailure(cause, inWords);
        become(Phase.ROLLING_BACK);
        List<Step> steps =
                each(branch -> branch.state == State.OPEN || branch.state == State.PREPARED, Step.Rollback::new);
        return steps.isEmpty() ? localRollbackEnded() : steps;
    }

    private List<Step> commitTheOnlyOne() {
        become(Phase.ONE_PHASE);
        return each(branch -> branch.state == State.OPEN, Step.CommitOnePhase::new);
    }

    private List<Step> prepareOpenOnes() {
        become(Phase.PREPARING);
        return each(branch -> branch.state == State.OPEN, Step.Prepare::new);
    }

    private void begin(List<Participant> participants) {
        require(Phase.ACTIVE);
        for (Participant participant : participants) {
            branches.put(participant.number(), new BranchState(participant));
        }
    }

    private List<Step> each(Predicate<BranchState> which, IntFunction<Step> step) {
        List<Step> steps = new ArrayList<>();
        for (BranchState branch : branches.values()) {
            if (which.test(branch)) {
                branch.asked = true;
                steps.add(step.apply(branch.participant.number()));
            }
        }
        return steps;
    }

    private Told rolledBack() {
        return new Told(Told.Kind.ROLLED_BACK, reason, why);
    }

    private Told verdict(Told asDecided) {
        int against = count(State.AGAINST_DECISION);
        if (against + count(State.MIXED) == 0) {
            return asDecided;
        }
        if (against + count(State.READ_ONLY) == branches.size()) {
            boolean committed = asDecided.kind() == Told.Kind.COMMITTED;
            return new Told(
                    committed ? Told.Kind.HEURISTIC_ROLLBACK : Told.Kind.HEURISTIC_COMMIT,
                    reason,
                    "every branch ended against the decision (decided " + asDecided.kind() + ")");
        }
        return new Told(
                Told.Kind.MIXED,
                reason,
                "a branch ended against the decision (decided " + asDecided.kind() + "); the agents report which");
    }

    private List<Step> finish(Told verdict) {
        become(Phase.DONE);
        List<Step> steps = new ArrayList<>();
        tell(steps, verdict);
        return steps;
    }

    private void tell(List<Step> steps, Told verdict) {
        if (!told) {
            told = true;
            steps.add(new Step.Tell(verdict));
        }
    }

    private void noteNo(Reason cause, String inWords) {
        if (timeUp == null) {
            noteFailure(cause, inWords);
        } else {
            noteFailure(Reason.TIMEOUT, timeUp + ": " + inWords);
        }
    }

    private void noteFailure(Reason cause, String inWords) {
        if (reason == Reason.NONE) {
            reason = cause;
            why = inWords;
        }
    }

    private boolean anyMatch(Predicate<BranchState> which) {
        for (BranchState branch : branches.values()) {
            if (which.test(branch)) {
                return true;
            }
        }
        return false;
    }

    private int count(State state) {
        int count = 0;
        for (BranchState branch : branches.values()) {
            if (branch.state == state) {
                count++;
            }
        }
        return count;
    }

    /** The branch whose answer came; an answer counts once, and only where one was asked for. */
    private BranchState answered(int number) {
        BranchState branch = branches.get(number);
        if (branch == null || !branch.asked) {
            throw new IllegalStateException("tx " + gtrid + ": branch " + number + " answers what it was not asked");
        }
        branch.asked = false;
        return branch;
    }

    private boolean isOneAsked() {
        return anyMatch(branch -> branch.asked);
    }

    private void require(Phase expected) {
        if (phase != expected) {
            throw new IllegalStateException("tx " + gtrid + " is " + phase + ", not " + expected);
        }
    }

    private void become(Phase next) {
        Invariant.check(phase != Phase.DONE, "tx %s is done and can't become %s", gtrid, next);
        phase = next;
    }
}
