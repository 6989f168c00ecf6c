package io.nemcon.core.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.commit.CommitProtocol.Phase;
import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One transaction's surroundings, played at random. What was seen is remembered apart from the protocol, and each step that
 * it wants is judged by that.
 */
final class RandomWorld {

    /** What this world knows of one branch. */
    private static final class Branch {
        final Participant participant;
        boolean mayBePrepared;
        boolean onlyRead;
        boolean voted;
        Vote vote;
        Witness witness = Witness.NONE;
        Ended ended;

        Branch(Participant participant) {
            this.participant = participant;
        }
    }

    private final Random random;
    private final Set<String> seen;
    private final CommitProtocol commit = new CommitProtocol(CommitScript.GTRID);
    private final List<Branch> branches = new ArrayList<>();
    private final List<Step> waiting = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private boolean handedOver;
    private boolean handedOut;
    private boolean commitRefused;
    private SessionCommand.Decide decide;
    private Outcome decided;
    private boolean askedForCommit;
    private Told told;
    private Set<BranchId> reported = Set.of();

    RandomWorld(Random random, Set<String> seen) {
        this.random = random;
        this.seen = seen;
    }

    void play() {
        try {
            begin();
            while (!waiting.isEmpty()) {
                if (one(8)) {
                    take(commit.timeOver(), "time over");
                }
                if (one(8)) {
                    strayAnswer();
                }
                answer(waiting.remove(random.nextInt(waiting.size())));
            }
            atEnd();
        } catch (RuntimeException | Error failure) {
            throw new AssertionError(String.join("\n", trace) + "\n" + failure.getMessage(), failure);
        }
    }

    private void begin() {
        int count = random.nextInt(5);
        for (int number = 0; number < count; number++) {
            branches.add(new Branch(
                    new Participant(number, new ResourceName("r" + number), count > 1 || one(2), count > 1 && one(3))));
        }
        List<Participant> participants =
                branches.stream().map(branch -> branch.participant).toList();
        if (one(4)) {
            handedOut = true;
            commit.handedOut();
        }
        if (one(10)) {
            take(commit.rollback(participants, Reason.APPLICATION, "as asked"), "rollback " + participants);
        } else {
            take(commit.commit(participants), "commit " + participants);
        }
    }

    private void answer(Step step) {
        if (step instanceof Step.EndReadOnly one) {
            Vote vote = any(Vote.READ_ONLY, Vote.READ_ONLY, Vote.READ_ONLY, Vote.YES, Vote.NO, null);
            branches.get(one.number()).onlyRead = vote == Vote.READ_ONLY;
            take(commit.readOnlyAnswered(one.number(), vote, "says " + vote), step + " -> " + vote);
        } else if (step instanceof Step.Prepare one) {
            Branch branch = branches.get(one.number());
            branch.voted = true;
            branch.vote = any(Vote.YES, Vote.YES, Vote.YES, Vote.YES, Vote.READ_ONLY, Vote.NO, null);
            branch.mayBePrepared = branch.vote == Vote.YES || branch.vote == null;
            branch.onlyRead = branch.vote == Vote.READ_ONLY;
            branch.witness = branch.vote == Vote.YES ? new Witness("w" + random.nextInt(9)) : Witness.NONE;
            handedOver |= branch.vote == null;
            take(
                    commit.prepareAnswered(one.number(), branch.vote, branch.witness, "says " + branch.vote),
                    step + " -> " + branch.vote);
        } else if (step instanceof Step.CommitOnePhase one) {
            Ended ended = any(Ended.values());
            branches.get(one.number()).ended = ended;
            take(commit.onePhaseEnded(ended, "it is " + ended), step + " -> " + ended);
        } else if (step instanceof Step.Decide) {
            answerDecide();
        } else if (step instanceof Step.Commit one) {
            ends(
                    one.number(),
                    any(
                            Ended.COMMITTED,
                            Ended.COMMITTED,
                            Ended.COMMITTED,
                            Ended.COMMITTED,
                            Ended.ROLLED_BACK,
                            Ended.MIXED,
                            Ended.UNSETTLED));
        } else if (step instanceof Step.Rollback one) {
            ends(
                    one.number(),
                    any(
                            Ended.ROLLED_BACK,
                            Ended.ROLLED_BACK,
                            Ended.ROLLED_BACK,
                            Ended.ROLLED_BACK,
                            Ended.COMMITTED,
                            Ended.MIXED,
                            Ended.UNSETTLED));
        }
    }

    private void ends(int number, Ended ended) {
        branches.get(number).ended = ended;
        take(commit.branchEnded(number, ended), number + " ended " + ended);
    }

    private void answerDecide() {
        boolean wantsCommit = decide.decision() == Decision.COMMIT;
        if (wantsCommit && one(6)) {
            commitRefused = true;
            take(commit.decideRefused("by a limit"), "refused");
            return;
        }
        decided = any(Outcome.COMMITTED, Outcome.COMMITTED, Outcome.ABORTED, Outcome.FORGOTTEN);
        if (decided == Outcome.COMMITTED && !wantsCommit && !commitRefused) {
            decided = Outcome.ABORTED; // nobody ever asked for COMMIT
        }
        seen.add("decided " + decided + " after " + decide.decision());
        take(commit.decided(decided, any(Reason.values())), "decided " + decided);
    }

    /** An answer to nothing that was asked is refused and changes nothing. */
    private void strayAnswer() {
        Phase before = commit.phase();
        int number = random.nextInt(branches.size() + 1);
        boolean isAsked = waiting.stream().anyMatch(step -> step.toString().contains("[number=" + number + "]"));
        if (isAsked || before == Phase.ONE_PHASE) {
            return;
        }
        Vote vote = any(Vote.values());
        Ended ended = any(Ended.values());
        assertThatThrownBy(() -> commit.prepareAnswered(number, vote, Witness.NONE, "stray"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> commit.readOnlyAnswered(number, vote, "stray"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> commit.branchEnded(number, ended)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> commit.onePhaseEnded(ended, "stray")).isInstanceOf(IllegalStateException.class);
        assertThat(commit.phase()).isEqualTo(before);
    }

    private void take(List<Step> steps, String because) {
        trace.add(because + ": " + steps);
        for (Step step : steps) {
            judge(step);
            boolean isAnswered = !(step instanceof Step.Tell) && !(step instanceof Step.ReportFinished);
            if (isAnswered) {
                waiting.add(step);
            }
        }
        boolean isDone = commit.phase() == Phase.DONE;
        assertThat(waiting.isEmpty()).as("done when nothing is awaited").isEqualTo(isDone);
        assertThat(!isDone || told != null).as("told when done").isTrue();
    }

    private void judge(Step step) {
        if (step instanceof Step.Commit) {
            assertThat(decided).as("commit only as decided").isEqualTo(Outcome.COMMITTED);
        } else if (step instanceof Step.Rollback) {
            judgeRollback();
        } else if (step instanceof Step.CommitOnePhase one) {
            judgeOnePhase(branches.get(one.number()));
        } else if (step instanceof Step.Decide one) {
            judgeDecide(one.command());
        } else if (step instanceof Step.ReportFinished report) {
            judgeReport(report.command());
        } else if (step instanceof Step.Tell tell) {
            judgeTold(tell.told());
        } else {
            assertThat(handedOver)
                    .as("nothing begins after something was handed over: " + step)
                    .isFalse();
        }
    }

    /** Local only while nothing was handed to a sender; else only as decided. */
    private void judgeRollback() {
        if (handedOver) {
            assertThat(decided).as("roll back only as decided").isEqualTo(Outcome.ABORTED);
        } else {
            seen.add("rolled back locally");
        }
    }

    private void judgeOnePhase(Branch only) {
        assertThat(handedOut)
                .as("no commit in one phase beside other processes")
                .isFalse();
        assertThat(only.voted).as("one phase only for what was not prepared").isFalse();
        for (Branch branch : branches) {
            assertThat(branch == only || branch.onlyRead)
                    .as("one phase only alone")
                    .isTrue();
        }
        if (branches.size() > 1) {
            seen.add("one phase beside readers");
        }
    }

    private void judgeDecide(SessionCommand.Decide command) {
        assertThat(handedOut || branches.size() > 1)
                .as("one branch needs no group")
                .isTrue();
        if (!handedOver && command.decision() == Decision.ABORT) {
            seen.add("rolled back locally, then DECIDE");
        }
        handedOver = true;
        askedForCommit |= command.decision() == Decision.COMMIT;
        decide = command;
        Set<DecidedBranch> open = branches.stream()
                .filter(branch -> branch.mayBePrepared && branch.ended != Ended.ROLLED_BACK)
                .map(branch ->
                        new DecidedBranch(branch.participant.resource(), branch.participant.number(), branch.witness))
                .collect(Collectors.toSet());
        assertThat(new HashSet<>(command.branches()))
                .as("DECIDE names whatever is not surely rolled back")
                .containsAll(open);
        if (command.decision() == Decision.COMMIT) {
            assertThat(new HashSet<>(command.branches())).as("DECIDE(COMMIT)").isEqualTo(open);
            assertThat(branches)
                    .as("DECIDE(COMMIT) only when all agreed")
                    .allMatch(branch -> branch.onlyRead || branch.vote == Vote.YES);
        }
    }

    private void judgeReport(SessionCommand.Finished command) {
        Ended wanted = decided == Outcome.COMMITTED ? Ended.COMMITTED : Ended.ROLLED_BACK;
        assertThat(reported).as("reported once").isEmpty();
        reported = command.branches().stream().map(FinishedBranch::branch).collect(Collectors.toSet());
        Set<BranchId> verified = decide.branches().stream()
                .filter(branch -> branches.get(branch.number()).ended == wanted)
                .map(branch -> branch.id(CommitScript.GTRID))
                .collect(Collectors.toSet());
        assertThat(reported).as("reported are those that ended as decided").isEqualTo(verified);
    }

    private void judgeTold(Told now) {
        assertThat(told).as("told once").isNull();
        told = now;
        seen.add("told " + now.kind());
        boolean someCommitted = branches.stream().anyMatch(branch -> branch.ended == Ended.COMMITTED);
        switch (now.kind()) {
            case COMMITTED ->
                assertThat(decided == Outcome.COMMITTED
                                || branches.stream()
                                        .allMatch(branch -> branch.onlyRead || branch.ended == Ended.COMMITTED))
                        .as("told COMMITTED")
                        .isTrue();
            case ROLLED_BACK -> {
                assertThat(decided).as("told ROLLED_BACK").isIn(null, Outcome.ABORTED);
                assertThat(!askedForCommit || decided == Outcome.ABORTED)
                        .as("told ROLLED_BACK with a COMMIT under way")
                        .isTrue();
                assertThat(someCommitted).as("told ROLLED_BACK beside a commit").isFalse();
            }
            case UNKNOWN -> assertThat(decided).as("told UNKNOWN").isIn(null, Outcome.FORGOTTEN);
            case MIXED -> {
                Ended against = decided == Outcome.COMMITTED ? Ended.ROLLED_BACK : Ended.COMMITTED;
                assertThat(branches)
                        .as("told MIXED")
                        .anyMatch(branch -> branch.ended == against || branch.ended == Ended.MIXED);
            }
            case HEURISTIC_ROLLBACK -> assertThatAllEndedSo(Ended.ROLLED_BACK);
            case HEURISTIC_COMMIT -> assertThatAllEndedSo(Ended.COMMITTED);
        }
    }

    private void assertThatAllEndedSo(Ended against) {
        assertThat(branches).allMatch(branch -> branch.onlyRead || branch.ended == against);
    }

    private void atEnd() {
        assertThat(commit.phase()).isEqualTo(Phase.DONE);
        assertThat(!handedOut || decide != null)
                .as("other processes hear of its end")
                .isTrue();
        Set<Integer> named = decide == null
                ? Set.of()
                : decide.branches().stream().map(DecidedBranch::number).collect(Collectors.toSet());
        for (Branch branch : branches) {
            int number = branch.participant.number();
            assertThat(!branch.mayBePrepared || branch.ended == Ended.ROLLED_BACK || named.contains(number))
                    .as("prepared branch %s is finished, or somebody knows of it", number)
                    .isTrue();
        }
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    @SafeVarargs
    private <T> T any(T... of) {
        return of[random.nextInt(of.length)];
    }
}
