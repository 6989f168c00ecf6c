package io.nemcon.core.ledger;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.Answer.JoinedSession;
import io.nemcon.core.protocol.Answer.Resolution;
import io.nemcon.core.protocol.Answer.ResourceRow;
import io.nemcon.core.protocol.Answer.TransactionDetail;
import io.nemcon.core.protocol.Answer.TransactionInfo;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers what operators ask, a page at a time. */
final class OperatorQueries {

    private final Ledger ledger;

    OperatorQueries(Ledger ledger) {
        this.ledger = ledger;
    }

    Answer incidents(Query.Incidents query) {
        Collection<IncidentInfo> rest = ledger.incidents.after(query.after(), query.closed());
        return new Answer.Incidents(firstOf(rest, query.limit()), rest.size() > query.limit());
    }

    Answer incident(Query.Incident query) {
        IncidentInfo incident = ledger.incidents.find(query.incident());
        return new Answer.Incidents(incident == null ? List.of() : List.of(incident), false);
    }

    Answer transactions(Query.Transactions query) {
        List<TransactionInfo> rows = new ArrayList<>();
        for (Transactions.Transaction transaction : ledger.transactions.all()) {
            if (transaction.place > query.after() && rows.size() <= query.limit()) {
                rows.add(info(transaction));
            }
        }
        forAPerson().values().stream()
                .filter(incidents -> incidents.get(0).incident() > query.after())
                .limit(query.limit() + 1L)
                .forEach(incidents -> rows.add(info(gtridOf(incidents.get(0)), incidents)));
        rows.sort(Comparator.comparingLong(TransactionInfo::place));
        return new Answer.Transactions(firstOf(rows, query.limit()), rows.size() > query.limit());
    }

    /** What only a person can decide: incidents about forgotten branches by their transaction, in order. */
    private Map<Gtrid, List<IncidentInfo>> forAPerson() {
        Map<Gtrid, List<IncidentInfo>> byGtrid = new LinkedHashMap<>();
        for (IncidentInfo incident : ledger.incidents.all()) {
            if (incident.kind() == IncidentKind.FORGOTTEN_BRANCH) {
                BranchId branch = BranchId.parse(incident.branch());
                if (branch != null && ledger.outcome(branch.gtrid()) == Outcome.FORGOTTEN) {
                    byGtrid.computeIfAbsent(branch.gtrid(), gtrid -> new ArrayList<>())
                            .add(incident);
                }
            }
        }
        return byGtrid;
    }

    private static Gtrid gtridOf(IncidentInfo incident) {
        BranchId branch = BranchId.parse(incident.branch());
        if (branch == null) {
            throw new IllegalStateException("incident " + incident.incident() + " names no branch of ours");
        }
        return branch.gtrid();
    }

    private TransactionInfo info(Transactions.Transaction transaction) {
        return info(
                transaction.gtrid,
                transaction.place,
                transaction.decidedMs,
                transaction.branchCount,
                transaction.branches.size(),
                transaction.branches.stream().map(DecidedBranch::resource).toList());
    }

    private TransactionInfo info(Gtrid gtrid, List<IncidentInfo> incidents) {
        IncidentInfo first = incidents.get(0);
        return info(
                gtrid,
                first.incident(),
                first.openedMs(),
                incidents.size(),
                incidents.size(),
                incidents.stream().map(IncidentInfo::resource).toList());
    }

    private TransactionInfo info(
            Gtrid gtrid, long place, long sinceMs, int branches, int unfinished, List<ResourceName> resources) {
        Session owner = ledger.ownerOf(gtrid);
        return new TransactionInfo(
                place,
                gtrid,
                ledger.outcome(gtrid),
                ledger.reason(gtrid),
                sinceMs,
                owner == null ? "" : owner.name,
                owner != null && owner.alive(),
                branches,
                unfinished,
                resources.stream()
                        .distinct()
                        .limit(TransactionInfo.RESOURCES_SHOWN_MAX)
                        .toList());
    }

    Answer transaction(Query.Transaction query) {
        Gtrid gtrid = query.gtrid();
        Transactions.Transaction unfinished = ledger.transactions.find(gtrid);
        List<IncidentInfo> waiting = ledger.outcome(gtrid) == Outcome.FORGOTTEN
                ? ledger.incidents.openAbout(gtrid).stream()
                        .filter(incident -> incident.kind() == IncidentKind.FORGOTTEN_BRANCH)
                        .toList()
                : List.of();
        TransactionInfo info;
        if (unfinished != null) {
            info = info(unfinished);
        } else if (!waiting.isEmpty()) {
            info = info(gtrid, waiting);
        } else {
            info = info(gtrid, 0, 0, 0, 0, List.of());
        }
        return new TransactionDetail(
                info,
                unfinished == null ? OperatorRules.reportedBranches(ledger, gtrid) : unfinished.branches,
                joined(unfinished == null ? ledger.joins.of(gtrid) : unfinished.joins),
                resolution(gtrid),
                ledger.incidents
                        .about(gtrid)
                        .limit(TransactionDetail.INCIDENTS_SHOWN_MAX)
                        .toList());
    }

    private List<JoinedSession> joined(List<SessionId> sessions) {
        return sessions.stream()
                .map(id -> {
                    Session session = ledger.sessions.find(id);
                    return new JoinedSession(
                            id, session == null ? "" : session.name, session != null && session.alive());
                })
                .toList();
    }

    private @Nullable Resolution resolution(Gtrid gtrid) {
        Resolutions.Resolved resolved = ledger.resolutions.find(gtrid);
        return resolved == null
                ? null
                : new Resolution(resolved.decision(), resolved.who(), resolved.why(), resolved.atMs());
    }

    Answer resources(Query.Resources query) {
        Collection<Resources.Resource> rest = ledger.resources.after(query.after());
        return new Answer.Resources(rows(firstOf(rest, query.limit())), rest.size() > query.limit());
    }

    Answer resource(Query.Resource query) {
        Resources.Resource resource = ledger.resources.find(query.resource());
        return new Answer.Resources(rows(resource == null ? List.of() : List.of(resource)), false);
    }

    private List<ResourceRow> rows(List<Resources.Resource> resources) {
        Map<ResourceName, Integer> unfinished = ledger.transactions.countByResource();
        Map<ResourceName, Long> oldest = ledger.transactions.oldestByResource();
        Map<ResourceName, Integer> incidents = new HashMap<>();
        ledger.incidents.all().forEach(incident -> incidents.merge(incident.resource(), 1, Integer::sum));
        return resources.stream()
                .map(resource -> new ResourceRow(
                        resource.name,
                        resource.agents.size(),
                        agentsOf(resource),
                        resource.scannedMs,
                        ledger.isScanWanted(resource),
                        unfinished.getOrDefault(resource.name, 0),
                        oldest.getOrDefault(resource.name, 0L),
                        incidents.getOrDefault(resource.name, 0)))
                .toList();
    }

    private List<Answer.SessionInfo> agentsOf(Resources.Resource resource) {
        List<Answer.SessionInfo> agents = new ArrayList<>();
        for (int i = 0; i < resource.agents.size() && i < ResourceRow.AGENTS_SHOWN_MAX; i++) {
            Session agent = ledger.sessions.find(resource.agents.get(i));
            if (agent != null) {
                agents.add(QueryRunner.info(agent));
            }
        }
        return agents;
    }

    private static <T> List<T> firstOf(Collection<T> all, int limit) {
        return all.stream().limit(limit).toList();
    }

    Answer rehearse(Query.Rehearse query) {
        return new Answer.Rehearsed(new OperatorRules(ledger, query.command()).refusal());
    }
}
