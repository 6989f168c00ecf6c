package io.nemcon.core.commit;

import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.JoinedVote;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Vote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The votes of the sessions that have joined one transaction, as the leader of the moment counts them. What it holds may be
 * lost at any time: another leader asks again. Not thread-safe.
 */
public final class JoinedVotes {

    private final SessionCommand.Decide ofOwner;
    private final Map<SessionId, JoinedVote> votes = new LinkedHashMap<>();
    private List<SessionId> joins;

    /**
     * @param ofOwner DECIDE(COMMIT) as its owner sent it, with its own branches
     * @param joins who has joined by now
     */
    public JoinedVotes(SessionCommand.Decide ofOwner, List<SessionId> joins) {
        this.ofOwner = ofOwner;
        this.joins = List.copyOf(joins);
    }

    /** More have joined. Who voted keeps to it, and is not asked again. */
    public void joined(List<SessionId> all) {
        joins = List.copyOf(all);
    }

    /** The last word of a session counts, but NO is never taken back here; whoever did not join has none. */
    public void voted(JoinedVote vote) {
        JoinedVote before = votes.get(vote.session());
        if (joins.contains(vote.session()) && (before == null || before.vote() != Vote.NO)) {
            votes.put(vote.session(), vote);
        }
    }

    /** Whose vote is missing. */
    public List<SessionId> missing() {
        return joins.stream().filter(session -> !votes.containsKey(session)).toList();
    }

    /** The first NO, or null. */
    public @Nullable JoinedVote refusal() {
        for (JoinedVote vote : votes.values()) {
            if (vote.vote() == Vote.NO) {
                return vote;
            }
        }
        return null;
    }

    /** What is to be decided: ABORT with the first NO, COMMIT with the last YES; null while neither is there. */
    public SessionCommand.@Nullable Decide decision() {
        if (refusal() != null) {
            return abort(Reason.JOINED_VOTED_NO);
        }
        if (!missing().isEmpty()) {
            return null;
        }
        List<DecidedBranch> branches = branches();
        return branches.size() > CommandCodec.BRANCHES_MAX
                ? abort(Reason.LIMIT_REACHED)
                : new SessionCommand.Decide(ofOwner.gtrid(), Decision.COMMIT, Reason.NONE, branches, joins);
    }

    /** With the branches that are known to be prepared, if that is not more than one decision may name. */
    public SessionCommand.Decide abort(Reason reason) {
        List<DecidedBranch> known = branches();
        return new SessionCommand.Decide(
                ofOwner.gtrid(),
                Decision.ABORT,
                reason,
                known.size() > CommandCodec.BRANCHES_MAX ? ofOwner.branches() : known);
    }

    private List<DecidedBranch> branches() {
        List<DecidedBranch> all = new ArrayList<>(ofOwner.branches());
        for (JoinedVote vote : votes.values()) {
            if (vote.vote() == Vote.YES) {
                all.addAll(vote.branches());
            }
        }
        return all;
    }
}
