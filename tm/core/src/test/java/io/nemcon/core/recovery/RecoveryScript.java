package io.nemcon.core.recovery;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer.OutcomeOf;
import io.nemcon.core.protocol.Answer.Unfinished;
import io.nemcon.core.protocol.Answer.UnfinishedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.Witness;
import io.nemcon.core.transcript.Script;
import io.nemcon.core.transcript.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Plays a recovery story of the resource {@code orders}: answers in, steps out. {@code t1}, {@code t2} are transactions of
 * this group with one branch here; {@code foreign1} is another group's, {@code stock1} this group's at another resource,
 * and any other word another transaction manager's.
 */
final class RecoveryScript implements Script {

    private static final GroupId GROUP = new GroupId(7);
    private static final ResourceName ORDERS = new ResourceName("orders");

    private final Map<String, Listed> seen = new LinkedHashMap<>();
    private RecoveryProtocol recovery = new RecoveryProtocol(GROUP, ORDERS, true, RecoverySettings.DEFAULTS);

    private long nowMs = 1_000_000;

    @Override
    public List<String> run(List<String> events) {
        List<String> out = new ArrayList<>();
        for (String event : events) {
            try {
                event(new Words(event)).forEach(step -> out.add(line(step)));
            } catch (IllegalStateException refused) {
                out.add("refused: " + refused.getMessage());
            }
        }
        return out;
    }

    private List<RecoveryStep> event(Words words) {
        switch (words.at(0)) {
            case "no-witness":
                recovery = new RecoveryProtocol(GROUP, ORDERS, false, RecoverySettings.DEFAULTS);
                return List.of();
            case "time":
                nowMs += Words.milliseconds(words.at(1));
                return List.of();
            case "begin":
                return recovery.begin(nowMs);
            case "abandon":
                recovery.abandon();
                return List.of();
            case "unfinished":
                return recovery.unfinishedAnswered(unfinished(words));
            case "prepared":
                return recovery.preparedListed(
                        words.from(1).stream().map(this::listed).toList());
            case "outcomes":
                return recovery.outcomesAnswered(
                        words.from(1).stream().map(this::outcome).toList());
            case "witness":
                return recovery.witnessAnswered(branch(words.at(1)), Testimony.valueOf(words.at(2)));
            default:
                return commanded(words);
        }
    }

    /**
     * {@code t1 was-committed}, {@code t1 was-rolled-back} or {@code t1 failed}; {@code t1 had-ended COMMITTED rollback} where
     * it was to be rolled back.
     */
    private List<RecoveryStep> commanded(Words words) {
        Listed prepared = seen.get(words.at(0));
        if (words.at(1).equals("had-ended")) {
            RecoveryStep step = words.at(3).equals("rollback")
                    ? new RecoveryStep.Rollback(prepared)
                    : new RecoveryStep.Commit(prepared);
            return recovery.endedByItself(step, Heuristic.valueOf(words.at(2)), "heuristic");
        }
        RecoveryStep command = words.at(1).equals("was-rolled-back")
                ? new RecoveryStep.Rollback(prepared)
                : new RecoveryStep.Commit(prepared);
        return recovery.commanded(command, !words.at(1).equals("failed"));
    }

    /** {@code t1:COMMIT:w1:alive:500ms}; all but the decision may be left out. */
    private Unfinished unfinished(Words words) {
        List<UnfinishedBranch> branches = new ArrayList<>();
        for (String item : words.from(1)) {
            List<String> parts = List.of(item.split(":"));
            String evidence = parts.stream()
                    .filter(part -> part.startsWith("w"))
                    .findFirst()
                    .orElse("");
            String ago = parts.stream()
                    .filter(part -> part.matches("[0-9]+[a-z]+"))
                    .findFirst()
                    .orElse("0ms");
            branches.add(new UnfinishedBranch(
                    branch(parts.get(0)),
                    Decision.valueOf(parts.get(1)),
                    new Witness(evidence),
                    parts.contains("alive"),
                    Words.milliseconds(ago)));
        }
        return new Unfinished(
                words.number("index", 50), words.option("scan", "no").equals("wanted"), branches);
    }

    private Listed listed(String item) {
        String[] parts = item.split(":");
        BranchId branch = branch(parts[0]);
        Listed one = new Listed(
                branch,
                branch == null ? parts[0] : branch.toString(),
                parts.length > 1 ? Words.milliseconds(parts[1]) : 0);
        seen.put(parts[0], one);
        return one;
    }

    /** {@code t1:COMMITTED} or {@code t1:PENDING:alive} */
    private OutcomeOf outcome(String item) {
        List<String> parts = List.of(item.split(":"));
        return new OutcomeOf(
                branch(parts.get(0)).gtrid(), Outcome.valueOf(parts.get(1)), Reason.NONE, parts.contains("alive"));
    }

    private static BranchId branch(String name) {
        if (!name.matches("(t|foreign|stock)[0-9]+")) {
            return null;
        }
        long sequence = Long.parseLong(name.replaceAll("[a-z]", ""));
        GroupId group = name.startsWith("foreign") ? new GroupId(99) : GROUP;
        ResourceName resource = name.startsWith("stock") ? new ResourceName("stock") : ORDERS;
        return BranchId.of(new Gtrid(group, 1, new SessionId(4_096), sequence), resource, 0);
    }

    private static String name(BranchId branch) {
        String kind = !branch.gtrid().group().equals(GROUP)
                ? "foreign"
                : branch.resourceHash() == ORDERS.hash() ? "t" : "stock";
        return kind + branch.gtrid().sequence();
    }

    private static String name(String text) {
        BranchId branch = BranchId.parse(text);
        return branch == null ? text : name(branch);
    }

    private String line(RecoveryStep step) {
        if (step instanceof RecoveryStep.QueryUnfinished) {
            return "ask the group what is unfinished";
        } else if (step instanceof RecoveryStep.ListPrepared) {
            return "list what is prepared";
        } else if (step instanceof RecoveryStep.QueryOutcomes query) {
            return "ask the group about " + words(query.gtrids());
        } else if (step instanceof RecoveryStep.Commit commit) {
            return "commit " + name(commit.prepared().text());
        } else if (step instanceof RecoveryStep.Rollback rollback) {
            return "roll back " + name(rollback.prepared().text());
        } else if (step instanceof RecoveryStep.AskWitness ask) {
            return "ask witness " + ask.witness().evidence() + " of " + name(ask.branch());
        } else if (step instanceof RecoveryStep.Inquire inquire) {
            return "have the owner asked about " + words(inquire.gtrids());
        } else if (step instanceof RecoveryStep.Report report) {
            return report(report.command());
        } else if (step instanceof RecoveryStep.Forget forget) {
            return "let it forget " + name(forget.ended().text());
        } else if (step instanceof RecoveryStep.RoundEnded ended) {
            return "round over, " + ended.left() + " left";
        }
        throw new IllegalArgumentException("no words for " + step);
    }

    private static String words(List<Gtrid> gtrids) {
        return gtrids.stream().map(gtrid -> "t" + gtrid.sequence()).collect(Collectors.joining(", "));
    }

    private static String report(SessionCommand command) {
        if (command instanceof SessionCommand.Finished finished) {
            return "report finished: "
                    + finished.branches().stream()
                            .map(FinishedBranch::branch)
                            .map(RecoveryScript::name)
                            .collect(Collectors.joining(", "));
        } else if (command instanceof SessionCommand.Scanned scanned) {
            return "report scanned through " + scanned.throughIndex();
        } else if (command instanceof SessionCommand.OpenIncident incident) {
            return "incident " + incident.kind() + ", " + name(incident.branch()) + ": "
                    + incident.evidence().replace(incident.branch(), name(incident.branch()));
        }
        throw new IllegalArgumentException("no words for " + command);
    }
}
