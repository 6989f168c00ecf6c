package io.nemcon.core.ledger;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Results, effects and answers in lines of a story. */
final class LedgerLines {

    private final Cast cast;

    LedgerLines(Cast cast) {
        this.cast = cast;
    }

    String result(Result result) {
        if (result instanceof Result.Done) {
            return "done";
        } else if (result instanceof Result.NotApplicable) {
            return "void";
        } else if (result instanceof Result.SessionOpened opened) {
            return "opened " + cast.name(opened.session());
        } else if (result instanceof Result.SessionEnded ended) {
            return "refused: session " + cast.name(ended.session()) + " has ended";
        } else if (result instanceof Result.Decided decided) {
            return outcome(decided.outcome(), decided.reason());
        } else if (result instanceof Result.AgentRegistered registered) {
            return registered.active() ? "the active agent" : "an agent in waiting";
        } else if (result instanceof Result.IncidentOpened incident) {
            return "incident " + incident.incident();
        } else if (result instanceof Result.Joined joined) {
            return "joined at place " + joined.place();
        } else if (result instanceof Result.JoinsDiffer differ) {
            return "undecided: those who joined are " + agents(differ.joins());
        } else if (result instanceof Result.Duplicate) {
            return "dropped: a repeat of what was acknowledged";
        } else if (result instanceof Result.Refused refused) {
            return "refused: " + cast.inWords(refused.why());
        }
        throw new IllegalArgumentException("no words for " + result);
    }

    private static String outcome(Outcome outcome, Reason reason) {
        return reason == Reason.NONE ? outcome.toString() : outcome + " (" + reason + ")";
    }

    String effect(Effect effect) {
        if (effect instanceof Effect.SessionOpened opened) {
            return "-> lease of " + opened.ttlMs() + " ms for " + cast.name(opened.session());
        } else if (effect instanceof Effect.SessionEnded ended) {
            return "-> " + cast.name(ended.session()) + " has ended: " + ended.reason();
        } else if (effect instanceof Effect.AgentWanted wanted) {
            return "-> " + cast.name(wanted.agent()) + " is wanted for " + words(wanted.resources());
        } else if (effect instanceof Effect.JoinedDecided decided) {
            return "-> " + agents(decided.joins()) + " hear that "
                    + cast.inWords(decided.gtrid().toString()) + " is " + outcome(decided.outcome(), decided.reason());
        } else if (effect instanceof Effect.IncidentOpened opened) {
            return "-> alarm: " + incident(opened.incident());
        } else if (effect instanceof Effect.IncidentClosed closed) {
            return "-> settled: " + incident(closed.incident());
        } else if (effect instanceof Effect.TransactionResolved resolved) {
            return "-> " + resolved.who() + " decided " + resolved.decision() + " for "
                    + cast.inWords(resolved.gtrid().toString()) + at(resolved.branches()) + ": " + resolved.why();
        }
        throw new IllegalArgumentException("no words for " + effect);
    }

    private static String words(List<ResourceName> names) {
        return names.stream().map(ResourceName::value).collect(Collectors.joining(", "));
    }

    private String incident(Answer.IncidentInfo incident) {
        Answer.Closing closing = incident.closing();
        return incident.kind() + " of " + incident.resource() + ", " + cast.inWords(incident.branch()) + ": "
                + incident.evidence()
                + (incident.reports() > 1 ? " (" + incident.reports() + " reports)" : "")
                + (closing == null ? "" : "; closed by " + closing.who() + ": " + closing.why());
    }

    private static String at(List<DecidedBranch> branches) {
        return branches.isEmpty()
                ? ""
                : branches.stream()
                        .map(branch -> branch.resource() + "#" + branch.number())
                        .collect(Collectors.joining(", ", " at ", ""));
    }

    private String transaction(Answer.TransactionInfo info) {
        return cast.inWords(info.gtrid().toString()) + " " + outcome(info.outcome(), info.reason())
                + (info.owner().isEmpty() ? ", owner unknown" : ", owner " + info.owner())
                + (info.ownerAlive() ? " alive" : "") + ", " + info.unfinished() + " of " + info.branches() + " left"
                + (info.resources().isEmpty() ? "" : " at " + words(info.resources()));
    }

    private List<String> detail(Answer.TransactionDetail detail) {
        List<String> lines = new ArrayList<>();
        lines.add(transaction(detail.info()));
        detail.left()
                .forEach(branch -> lines.add("left: " + branch.resource() + "#" + branch.number()
                        + (branch.witness().isPresent()
                                ? ", witness " + branch.witness().evidence()
                                : "")));
        Answer.Resolution resolution = detail.resolution();
        if (resolution != null) {
            lines.add(resolution.who() + " decided " + resolution.decision() + ": " + resolution.why());
        }
        detail.incidents().forEach(incident -> lines.add(incident(incident)));
        return lines;
    }

    List<String> unfinished(Answer answer, ResourceName resource) {
        Answer.Unfinished unfinished = (Answer.Unfinished) answer;
        List<String> lines = new ArrayList<>();
        for (Answer.UnfinishedBranch one : unfinished.branches()) {
            String witness =
                    one.witness().isPresent() ? ", witness " + one.witness().evidence() : "";
            lines.add(cast.name(one.branch(), resource) + " " + one.decision() + witness + owner(one.ownerAlive())
                    + ", decided " + one.decidedAgoMs() + " ms ago");
        }
        lines.add(unfinished.branches().size() + " unfinished" + (unfinished.scanWanted() ? ", a scan is wanted" : ""));
        return lines;
    }

    List<String> answer(Answer answer) {
        List<String> lines = new ArrayList<>();
        if (answer instanceof Answer.Outcomes outcomes) {
            outcomes.outcomes()
                    .forEach(one -> lines.add(cast.inWords(one.gtrid().toString()) + " "
                            + outcome(one.outcome(), one.reason()) + owner(one.ownerAlive())));
        } else if (answer instanceof Answer.Sessions sessions) {
            sessions.sessions()
                    .forEach(one -> lines.add(cast.name(one.session()) + " " + one.kind() + " " + one.name()));
            lines.add(sessions.sessions().size() + " alive");
        } else if (answer instanceof Answer.Incidents incidents) {
            incidents.incidents().forEach(one -> lines.add(incident(one)));
            lines.add(incidents.incidents().size()
                    + (incidents.incidents().stream().anyMatch(one -> one.closing() != null) ? " closed" : " open"));
        } else if (answer instanceof Answer.Transactions transactions) {
            transactions.transactions().forEach(one -> lines.add(transaction(one)));
            lines.add(transactions.transactions().size() + " listed" + (transactions.more() ? ", and more" : ""));
        } else if (answer instanceof Answer.TransactionDetail detail) {
            lines.addAll(detail(detail));
        } else if (answer instanceof Answer.Resources resources) {
            resources
                    .resources()
                    .forEach(one -> lines.add(one.resource() + ": "
                            + agents(one.agents().stream()
                                    .map(Answer.SessionInfo::session)
                                    .toList())
                            + "; " + (one.scannedMs() == 0 ? "never scanned" : "scanned")
                            + (one.scanWanted() ? ", a scan is wanted" : "") + "; " + one.unfinished()
                            + " branches unfinished, " + one.incidentsOpen() + " incidents"));
        } else if (answer instanceof Answer.Rehearsed rehearsed) {
            lines.add(
                    rehearsed.refusal().isEmpty()
                            ? "would be done"
                            : "would be refused: " + cast.inWords(rehearsed.refusal()));
        } else if (answer instanceof Answer.Status status) {
            lines.add("term " + status.term() + ", " + status.sessionsAlive() + " sessions alive, "
                    + status.transactionsUnfinished() + " transactions unfinished, " + status.committed()
                    + " committed, " + status.incidentsOpen() + " incidents");
            status.resources()
                    .forEach(one -> lines.add(one.resource() + ": agents " + agents(one.agents()) + "; "
                            + one.unfinished() + " branches unfinished"));
        }
        return lines;
    }

    private String agents(List<SessionId> agents) {
        return agents.isEmpty() ? "none" : agents.stream().map(cast::name).collect(Collectors.joining(", "));
    }

    private static String owner(boolean alive) {
        return alive ? ", owner alive" : ", owner gone";
    }
}
