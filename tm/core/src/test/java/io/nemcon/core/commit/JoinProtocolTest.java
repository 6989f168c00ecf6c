package io.nemcon.core.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.check.CorruptStateError;
import io.nemcon.core.commit.JoinProtocol.Phase;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.transcript.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One joined session's part in the end of another's transaction (scenarios 19, 20, 26, 30, 31, 39). */
class JoinProtocolTest {

    private static final Gtrid GTRID = CommitScript.GTRID;
    private static final SessionId SESSION = new SessionId(8_192);
    private static final ResourceName STOCK = new ResourceName("stock");
    private static final ResourceName MAIL = new ResourceName("mail");

    private final JoinProtocol part = new JoinProtocol(SESSION, GTRID);

    private static Participant branch(int number, ResourceName resource) {
        return new Participant(number, resource, true, false);
    }

    private static final List<Participant> TWO = List.of(branch(0, STOCK), branch(1, MAIL));

    private static FinishedBranch finished(int number, ResourceName resource) {
        return new FinishedBranch(new DecidedBranch(resource, number, Witness.NONE).id(GTRID));
    }

    @Test
    void whatAgreedIsFinishedAsDecided() {
        assertThat(part.prepare(TWO)).containsExactly(new Step.Prepare(0), new Step.Prepare(1));
        assertThat(part.vote()).isNull();
        part.prepareAnswered(0, Vote.YES, new Witness("w"), "");
        part.prepareAnswered(1, Vote.READ_ONLY, Witness.NONE, "");
        assertThat(part.vote())
                .isEqualTo(new JoinedVote(
                        SESSION, GTRID, Vote.YES, List.of(new DecidedBranch(STOCK, 0, new Witness("w"))), ""));

        assertThat(part.decided(Outcome.COMMITTED)).containsExactly(new Step.Commit(0));
        assertThat(part.branchEnded(0, Ended.COMMITTED))
                .containsExactly(new Step.ReportFinished(new SessionCommand.Finished(List.of(finished(0, STOCK)))));
        assertThat(part.phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void whatOnlyReadKeepsSayingSoUntilTheOutcomeIsKnown() {
        part.prepare(List.of(branch(0, STOCK)));
        part.prepareAnswered(0, Vote.READ_ONLY, Witness.NONE, "");
        assertThat(part.vote().vote()).isEqualTo(Vote.READ_ONLY);
        assertThat(part.phase()).isEqualTo(Phase.VOTED);
        assertThat(part.decided(Outcome.ABORTED)).isEmpty();
        assertThat(part.phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void withoutABranchItAgrees() {
        assertThat(part.prepare(List.of())).isEmpty();
        assertThat(part.vote().vote()).isEqualTo(Vote.READ_ONLY);
    }

    @Test
    void oneNoRollsBackWhatIsPreparedBeforeItIsSaid() {
        part.prepare(TWO);
        part.prepareAnswered(0, Vote.YES, new Witness("w"), "");
        assertThat(part.prepareAnswered(1, Vote.NO, Witness.NONE, "deadlock")).containsExactly(new Step.Rollback(0));
        assertThat(part.vote()).isNull();
        part.branchEnded(0, Ended.ROLLED_BACK);
        assertThat(part.vote()).isEqualTo(new JoinedVote(SESSION, GTRID, Vote.NO, List.of(), "deadlock"));
        assertThat(part.decided(Outcome.ABORTED)).isEmpty();
        assertThat(part.phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void whatGaveNoAnswerToPrepareIsLeftToTheAgents() {
        part.prepare(TWO);
        part.prepareAnswered(0, null, Witness.NONE, "connection lost");
        assertThat(part.prepareAnswered(1, Vote.READ_ONLY, Witness.NONE, "")).isEmpty();
        assertThat(part.vote().vote()).isEqualTo(Vote.NO);
        assertThat(part.vote().why()).isEqualTo("connection lost");
    }

    @Test
    void workThatWasGivenUpStaysSo() {
        assertThat(part.giveUp(TWO, "it timed out")).containsExactly(new Step.Rollback(0), new Step.Rollback(1));
        part.branchEnded(0, Ended.ROLLED_BACK);
        part.branchEnded(1, Ended.UNSETTLED);
        assertThat(part.phase()).isEqualTo(Phase.GIVEN_UP);
        assertThat(part.vote().vote()).isEqualTo(Vote.NO);
        assertThatThrownBy(() -> part.prepare(TWO)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> part.decided(Outcome.COMMITTED)).isInstanceOf(CorruptStateError.class);
    }

    @Test
    void aBranchThatCanNotBePreparedIsNoCompany() {
        assertThat(part.prepare(List.of(new Participant(0, MAIL, false, false))))
                .containsExactly(new Step.Rollback(0));
        part.branchEnded(0, Ended.ROLLED_BACK);
        assertThat(part.vote().vote()).isEqualTo(Vote.NO);
        assertThat(part.vote().why()).contains("can't be prepared");
    }

    @Test
    void aForgottenOutcomeIsForAPerson() {
        part.prepare(List.of(branch(0, STOCK)));
        part.prepareAnswered(0, Vote.YES, Witness.NONE, "");
        assertThat(part.decided(Outcome.FORGOTTEN)).isEmpty();
        assertThat(part.phase()).isEqualTo(Phase.DONE);
    }

    /** Whatever its branches answer: a promise is kept, nothing ends against it, and what it reports is so. */
    @Test
    void whateverItsBranchesAnswerItKeepsItsWord() {
        Seeds.each(300, seed -> new Life(new Random(seed)).live());
    }

    private static final class Life {
        private final Random random;
        private final JoinProtocol part = new JoinProtocol(SESSION, GTRID);
        private final Map<Integer, Vote> votes = new HashMap<>();
        private final Map<Integer, Ended> ends = new HashMap<>();
        private final List<Step> waiting = new ArrayList<>();
        private Outcome outcome;

        Life(Random random) {
            this.random = random;
        }

        void live() {
            List<Participant> all = new ArrayList<>();
            for (int number = random.nextInt(4); number > 0; number--) {
                all.add(branch(number, number % 2 == 0 ? STOCK : MAIL));
            }
            boolean givesUp = random.nextInt(5) == 0;
            take(givesUp ? part.giveUp(all, "so it is") : part.prepare(all));
            answerAll();
            JoinedVote vote = part.vote();
            boolean agreed =
                    !givesUp && votes.values().stream().allMatch(one -> one == Vote.YES || one == Vote.READ_ONLY);
            assertThat(vote.vote() != Vote.NO).isEqualTo(agreed);
            assertThat(vote.branches())
                    .hasSize(
                            agreed
                                    ? (int) votes.values().stream()
                                            .filter(one -> one == Vote.YES)
                                            .count()
                                    : 0);
            outcome = agreed && random.nextBoolean() ? Outcome.COMMITTED : Outcome.ABORTED;
            ends.clear();
            take(part.decided(outcome));
            answerAll();
            assertThat(part.phase()).isEqualTo(Phase.DONE);
            assertThat(part.vote()).isEqualTo(vote);
        }

        private void take(List<Step> steps) {
            for (Step step : steps) {
                if (step instanceof Step.Commit) {
                    assertThat(outcome).isEqualTo(Outcome.COMMITTED);
                } else if (step instanceof Step.Rollback one && outcome == null && votes.containsKey(one.number())) {
                    assertThat(part.vote()).as("no promise was made").isNull();
                    assertThat(votes.get(one.number())).isEqualTo(Vote.YES);
                } else if (step instanceof Step.ReportFinished report) {
                    Ended wanted = outcome == Outcome.COMMITTED ? Ended.COMMITTED : Ended.ROLLED_BACK;
                    assertThat(report.command().branches())
                            .allMatch(one -> ends.get(one.branch().number()) == wanted);
                }
                if (!(step instanceof Step.ReportFinished)) {
                    waiting.add(step);
                }
            }
        }

        private void answerAll() {
            while (!waiting.isEmpty()) {
                Step step = waiting.remove(random.nextInt(waiting.size()));
                if (step instanceof Step.Prepare one) {
                    int dice = random.nextInt(8);
                    Vote vote = dice == 0 ? null : dice == 1 ? Vote.NO : dice == 2 ? Vote.READ_ONLY : Vote.YES;
                    votes.put(one.number(), vote);
                    take(part.prepareAnswered(one.number(), vote, new Witness("w"), "says " + vote));
                } else {
                    int number = step instanceof Step.Commit one ? one.number() : ((Step.Rollback) step).number();
                    Ended ended = Ended.values()[random.nextInt(Ended.values().length)];
                    ends.put(number, ended);
                    take(part.branchEnded(number, ended));
                }
            }
        }
    }
}
