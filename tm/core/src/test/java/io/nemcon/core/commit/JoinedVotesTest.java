package io.nemcon.core.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The leader's count of votes (scenarios 4, 5, 31, 39, 52). */
class JoinedVotesTest {

    private static final Gtrid GTRID = CommitScript.GTRID;
    private static final SessionId B = new SessionId(8_192);
    private static final SessionId C = new SessionId(12_288);
    private static final DecidedBranch ORDERS = branch("orders", 0);
    private static final SessionCommand.Decide OF_OWNER =
            new SessionCommand.Decide(GTRID, Decision.COMMIT, Reason.NONE, List.of(ORDERS));

    private final JoinedVotes votes = new JoinedVotes(OF_OWNER, List.of(B, C));

    private static DecidedBranch branch(String resource, int number) {
        return new DecidedBranch(new ResourceName(resource), number, Witness.NONE);
    }

    private static JoinedVote vote(SessionId session, Vote vote, DecidedBranch... branches) {
        return new JoinedVote(session, GTRID, vote, List.of(branches), "");
    }

    @Test
    void commitNamesAllBranchesAndAllJoins() {
        votes.voted(vote(C, Vote.YES, branch("mail", 2)));
        assertThat(votes.decision()).isNull();
        assertThat(votes.missing()).containsExactly(B);
        votes.voted(vote(B, Vote.READ_ONLY));
        assertThat(votes.decision())
                .isEqualTo(new SessionCommand.Decide(
                        GTRID, Decision.COMMIT, Reason.NONE, List.of(ORDERS, branch("mail", 2)), List.of(B, C)));
    }

    @Test
    void oneNoIsEnoughAndIsNeverTakenBack() {
        votes.voted(vote(B, Vote.NO));
        votes.voted(vote(B, Vote.YES, branch("stock", 1)));
        assertThat(votes.decision())
                .isEqualTo(new SessionCommand.Decide(GTRID, Decision.ABORT, Reason.JOINED_VOTED_NO, List.of(ORDERS)));
    }

    @Test
    void whoseYesIsMissingAfterAJoinIsAskedAlone() {
        SessionId late = new SessionId(16_384);
        votes.voted(vote(B, Vote.YES));
        votes.voted(vote(C, Vote.YES));
        votes.voted(vote(late, Vote.NO)); // it has not joined, so it has no vote
        assertThat(votes.decision().decision()).isEqualTo(Decision.COMMIT);
        votes.joined(List.of(B, C, late));
        assertThat(votes.decision()).isNull();
        assertThat(votes.missing()).containsExactly(late);
    }

    @Test
    void moreBranchesThanADecisionMayNameAreAbortedAndNeverReachTheLog() {
        DecidedBranch[] many = IntStream.range(0, CommandCodec.BRANCHES_MAX)
                .mapToObj(number -> branch("stock", number))
                .toArray(DecidedBranch[]::new);
        votes.voted(vote(B, Vote.YES, many));
        votes.voted(vote(C, Vote.YES));
        assertThat(votes.decision())
                .isEqualTo(new SessionCommand.Decide(GTRID, Decision.ABORT, Reason.LIMIT_REACHED, List.of(ORDERS)));
    }
}
