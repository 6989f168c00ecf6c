package io.nemcon.core.commit;

import io.nemcon.core.check.Invariant;
import io.nemcon.core.commit.BranchState.State;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Outcome;
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
 * One joined session's part in the end of a transaction that another one began (design section 5). Takes events, returns
 * steps, as {@link CommitProtocol} does for the owner. Not thread-safe.
 *
 * <pre>
 * ACTIVE       -prepare, no branch->     VOTED (READ_ONLY)
 *              -prepare->                PREPARING    -all YES or READ_ONLY->       VOTED
 *                                                     -one NO or without answer->   GIVING_UP
 *              -giveUp->                 GIVING_UP    -all ended->                  GIVEN_UP (NO)
 * VOTED        -COMMITTED, ABORTED->     FINISHING    -all ended->                  DONE
 *              -FORGOTTEN->              DONE
 * GIVEN_UP     -any outcome->            DONE
 * </pre>
 *
 * The vote stays the same until the outcome is known, however often it is asked for. What is prepared is rolled back here only
 * before a vote was handed to a sender; a branch whose prepare was not answered is left to the agent of its resource.
 */
public final class JoinProtocol {

    /** Where the part is. */
    public enum Phase {
        ACTIVE,
        PREPARING,
        GIVING_UP,
        GIVEN_UP,
        VOTED,
        FINISHING,
        DONE
    }

    private final SessionId session;
    private final Gtrid gtrid;
    private final Map<Integer, BranchState> branches = new TreeMap<>();
    private Phase phase = Phase.ACTIVE;
    private Ended wanted = Ended.ROLLED_BACK;
    private String why = "";
    private @Nullable JoinedVote vote;

    /** @param session the one that has joined */
    public JoinProtocol(SessionId session, Gtrid gtrid) {
        this.session = session;
        this.gtrid = gtrid;
    }

    public Phase phase() {
        return phase;
    }

    /** What is to be answered to the leader; null while there is no vote. */
    public @Nullable JoinedVote vote() {
        return vote;
    }

    /** The leader asks for its vote. */
    public List<Step> prepare(List<Participant> participants) {
        begin(participants);
        for (BranchState branch : branches.values()) {
            if (!branch.participant.twoPhase()) {
                return giveUp("branch of " + branch.participant.resource()
                        + " can't be prepared, and the transaction is more than one process's");
            }
        }
        phase = Phase.PREPARING;
        List<Step> steps = each(branch -> true, Step.Prepare::new);
        return steps.isEmpty() ? allVotesAreIn() : steps;
    }

    /** Work that was never prepared is rolled back, for this reason. */
    public List<Step> giveUp(List<Participant> participants, String inWords) {
        begin(participants);
        return giveUp(inWords);
    }

    /** A branch's vote, or null for none: then the branch may be prepared now or later. */
    public List<Step> prepareAnswered(int number, @Nullable Vote answer, Witness witness, String inWords) {
        require(phase == Phase.PREPARING);
        BranchState branch = answered(number);
        if (answer == null) {
            branch.state = State.UNANSWERED;
        } else {
            branch.state = switch (answer) {
                case YES -> State.PREPARED;
                case READ_ONLY -> State.READ_ONLY;
                case NO -> State.ENDED;
            };
            branch.witness = witness;
        }
        if (answer != Vote.YES && answer != Vote.READ_ONLY && why.isEmpty()) {
            why = inWords;
        }
        return isOneAsked() ? List.of() : allVotesAreIn();
    }

    private List<Step> allVotesAreIn() {
        boolean agreed = branches.values().stream()
                .allMatch(branch -> branch.state == State.PREPARED || branch.state == State.READ_ONLY);
        if (!agreed) {
            return giveUp(why);
        }
        List<DecidedBranch> prepared = new ArrayList<>();
        for (BranchState branch : branches.values()) {
            if (branch.state == State.PREPARED) {
                prepared.add(branch.named());
            }
        }
        vote = new JoinedVote(session, gtrid, prepared.isEmpty() ? Vote.READ_ONLY : Vote.YES, prepared, "");
        phase = Phase.VOTED;
        return List.of();
    }

    private List<Step> giveUp(String inWords) {
        why = inWords;
        phase = Phase.GIVING_UP;
        List<Step> steps =
                each(branch -> branch.state == State.OPEN || branch.state == State.PREPARED, Step.Rollback::new);
        if (steps.isEmpty()) {
            givenUp();
        }
        return steps;
    }

    private void givenUp() {
        vote = new JoinedVote(session, gtrid, Vote.NO, List.of(), why);
        phase = Phase.GIVEN_UP;
    }

    /** The ledger's word. */
    public List<Step> decided(Outcome outcome) {
        Invariant.check(outcome != Outcome.PENDING, "tx %s: PENDING is no outcome to finish by", gtrid);
        if (phase == Phase.GIVEN_UP) {
            Invariant.check(
                    outcome != Outcome.COMMITTED, "tx %s was committed though %s voted no: %s", gtrid, session, why);
        }
        if (phase == Phase.GIVEN_UP || outcome == Outcome.FORGOTTEN) {
            phase = Phase.DONE;
            return List.of();
        }
        require(phase == Phase.VOTED);
        phase = Phase.FINISHING;
        boolean commit = outcome == Outcome.COMMITTED;
        wanted = commit ? Ended.COMMITTED : Ended.ROLLED_BACK;
        List<Step> steps =
                each(branch -> branch.state == State.PREPARED, commit ? Step.Commit::new : Step.Rollback::new);
        return steps.isEmpty() ? finished() : steps;
    }

    /** How phase two, or a rollback, of a branch ended. */
    public List<Step> branchEnded(int number, Ended ended) {
        require(phase == Phase.GIVING_UP || phase == Phase.FINISHING);
        BranchState branch = answered(number);
        branch.state = ended == wanted ? State.ENDED : State.UNSETTLED; // its agent finds it, and a person if need be
        if (isOneAsked()) {
            return List.of();
        }
        if (phase == Phase.FINISHING) {
            return finished();
        }
        givenUp();
        return List.of();
    }

    private List<Step> finished() {
        phase = Phase.DONE;
        List<FinishedBranch> ended = new ArrayList<>();
        for (BranchState branch : branches.values()) {
            if (branch.state == State.ENDED) {
                ended.add(new FinishedBranch(branch.named().id(gtrid)));
            }
        }
        return ended.isEmpty() ? List.of() : List.of(new Step.ReportFinished(new SessionCommand.Finished(ended)));
    }

    private void begin(List<Participant> participants) {
        require(phase == Phase.ACTIVE);
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

    private BranchState answered(int number) {
        BranchState branch = branches.get(number);
        if (branch == null || !branch.asked) {
            throw new IllegalStateException("tx " + gtrid + ": branch " + number + " answers what it was not asked");
        }
        branch.asked = false;
        return branch;
    }

    private boolean isOneAsked() {
        return branches.values().stream().anyMatch(branch -> branch.asked);
    }

    private void require(boolean expected) {
        if (!expected) {
            throw new IllegalStateException("the part of " + session + " in tx " + gtrid + " is " + phase);
        }
    }
}
