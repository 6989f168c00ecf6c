package io.nemcon.core.commit;

import io.nemcon.core.check.CorruptStateError;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Vote;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.transcript.Script;
import io.nemcon.core.transcript.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Plays a commit story: events in, steps out, and at the end of each block the phase. A branch goes by the name of its
 * resource.
 */
final class CommitScript implements Script {

    static final Gtrid GTRID = new Gtrid(new GroupId(7), 1, new SessionId(4_096), 1);

    private final CommitProtocol commit = new CommitProtocol(GTRID);
    private List<Participant> participants = List.of();

    @Override
    public List<String> run(List<String> events) {
        List<String> out = new ArrayList<>();
        for (String event : events) {
            try {
                event(new Words(event)).forEach(step -> out.add(line(step)));
            } catch (CorruptStateError | IllegalStateException refused) {
                out.add("refused: "
                        + refused.getMessage().replace(commit.gtrid().toString(), "T"));
            }
        }
        out.add("phase " + commit.phase());
        return out;
    }

    private List<Step> event(Words words) {
        switch (words.at(0)) {
            case "commit":
                return commit.commit(take(words.from(1)));
            case "rollback":
                return commit.rollback(
                        take(words.from(1)), Reason.valueOf(words.option("reason", "APPLICATION")), "as asked");
            case "decided":
                return commit.decided(Outcome.valueOf(words.at(1)), Reason.valueOf(words.option("reason", "NONE")));
            case "refused:":
                return commit.decideRefused(words.textFrom(1));
            case "handed-out":
                commit.handedOut();
                return List.of();
            case "time-up:":
                commit.timeUp(words.textFrom(1));
                return List.of();
            case "time":
                return commit.timeOver();
            default:
                return answer(words);
        }
    }

    /** {@code orders votes YES w1}, {@code orders reads READ_ONLY}, {@code orders one-phase COMMITTED}, {@code orders ends ...} */
    private List<Step> answer(Words words) {
        int number = number(words.at(0));
        String said = words.at(2);
        return switch (words.at(1)) {
            case "votes" ->
                commit.prepareAnswered(
                        number,
                        vote(said),
                        new Witness(said.equals("YES") ? words.textFrom(3) : ""),
                        words.textFrom(3));
            case "reads" -> commit.readOnlyAnswered(number, vote(said), words.textFrom(3));
            case "one-phase" ->
                said.equals("HEURISTIC_ROLLBACK")
                        ? commit.onePhaseHeuristicRollback(words.textFrom(3))
                        : commit.onePhaseEnded(Ended.valueOf(said), words.textFrom(3));
            case "ends" -> commit.branchEnded(number, Ended.valueOf(said));
            default -> throw words.unknown();
        };
    }

    private static Vote vote(String said) {
        return said.equals("nothing") ? null : Vote.valueOf(said);
    }

    /** {@code orders}, {@code audit:reads} for one that looks read-only, {@code queue:one-phase} for one without prepare. */
    private List<Participant> take(List<String> names) {
        List<Participant> taken = new ArrayList<>();
        for (String name : names) {
            String[] parts = name.split(":");
            String kind = parts.length > 1 ? parts[1] : "";
            taken.add(new Participant(
                    taken.size(), new ResourceName(parts[0]), !kind.equals("one-phase"), kind.equals("reads")));
        }
        if (commit.phase() == CommitProtocol.Phase.ACTIVE) {
            participants = taken;
        }
        return taken;
    }

    private int number(String name) {
        for (Participant participant : participants) {
            if (participant.resource().value().equals(name)) {
                return participant.number();
            }
        }
        return 99;
    }

    private String name(int number) {
        return participants.get(number).resource().value();
    }

    private String line(Step step) {
        if (step instanceof Step.EndReadOnly one) {
            return "end " + name(one.number()) + " if it only read";
        } else if (step instanceof Step.Prepare one) {
            return "prepare " + name(one.number());
        } else if (step instanceof Step.CommitOnePhase one) {
            return "commit " + name(one.number()) + " in one phase";
        } else if (step instanceof Step.Commit one) {
            return "commit " + name(one.number());
        } else if (step instanceof Step.Rollback one) {
            return "roll back " + name(one.number());
        } else if (step instanceof Step.Decide decide) {
            return "DECIDE " + decide.command().decision()
                    + reason(decide.command().reason()) + ": "
                    + decide.command().branches().stream()
                            .map(CommitScript::words)
                            .collect(Collectors.joining(", "));
        } else if (step instanceof Step.ReportFinished report) {
            return "report finished: "
                    + report.command().branches().stream()
                            .map(FinishedBranch::branch)
                            .map(branch -> name(branch.number()))
                            .collect(Collectors.joining(", "));
        } else if (step instanceof Step.Tell tell) {
            Told told = tell.told();
            return "tell " + told.kind() + reason(told.reason()) + (told.why().isEmpty() ? "" : ": " + told.why());
        }
        throw new IllegalArgumentException("no words for " + step);
    }

    private static String words(DecidedBranch branch) {
        return branch.resource()
                + (branch.witness().isPresent() ? " " + branch.witness().evidence() : "");
    }

    private static String reason(Reason reason) {
        return reason == Reason.NONE ? "" : " (" + reason + ")";
    }
}
