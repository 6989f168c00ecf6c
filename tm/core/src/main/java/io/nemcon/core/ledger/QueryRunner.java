package io.nemcon.core.ledger;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.AnswerCodec;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers queries from the state; lists are cut at {@link AnswerCodec#ROWS_MAX}, the oldest first. */
final class QueryRunner {

    private final Ledger ledger;

    QueryRunner(Ledger ledger) {
        this.ledger = ledger;
    }

    Answer answer(Query query) {
        if (query instanceof Query.Outcomes outcomes) {
            return new Answer.Outcomes(
                    outcomes.gtrids().stream().map(this::outcomeOf).toList());
        } else if (query instanceof Query.Unfinished unfinished) {
            return new Answer.Unfinished(
                    ledger.index,
                    ledger.isScanWanted(ledger.resources.find(unfinished.resource())),
                    unfinished(unfinished.resource()));
        } else if (query instanceof Query.Sessions) {
            return new Answer.Sessions(ledger.sessions.alive().stream()
                    .limit(AnswerCodec.ROWS_MAX)
                    .map(QueryRunner::info)
                    .toList());
        } else if (query instanceof Query.Status) {
            return status();
        } else if (query instanceof Query.Standing standing) {
            return standing(standing.resource());
        }
        return answerOperator(query);
    }

    private Answer answerOperator(Query query) {
        OperatorQueries operators = new OperatorQueries(ledger);
        if (query instanceof Query.Incidents incidents) {
            return operators.incidents(incidents);
        } else if (query instanceof Query.Incident incident) {
            return operators.incident(incident);
        } else if (query instanceof Query.Transactions transactions) {
            return operators.transactions(transactions);
        } else if (query instanceof Query.Transaction transaction) {
            return operators.transaction(transaction);
        } else if (query instanceof Query.Resources resources) {
            return operators.resources(resources);
        } else if (query instanceof Query.Resource resource) {
            return operators.resource(resource);
        } else if (query instanceof Query.Rehearse rehearse) {
            return operators.rehearse(rehearse);
        }
        throw new IllegalArgumentException("no answer to " + query);
    }

    static Answer.SessionInfo info(Session session) {
        return new Answer.SessionInfo(session.id, session.kind, session.name, session.ttlMs, session.openedMs);
    }

    private Answer.OutcomeOf outcomeOf(Gtrid gtrid) {
        return new Answer.OutcomeOf(gtrid, ledger.outcome(gtrid), ledger.reason(gtrid), ownerAlive(gtrid));
    }

    /** Where it was committed with sessions that had joined it: whether all of them are. */
    private boolean ownerAlive(Gtrid gtrid) {
        Session owner = ledger.ownerOf(gtrid);
        Transactions.Transaction transaction = ledger.transactions.find(gtrid);
        return owner != null
                && owner.alive()
                && (transaction == null || transaction.joins.stream().allMatch(ledger::isAlive));
    }

    private List<Answer.UnfinishedBranch> unfinished(ResourceName resource) {
        List<Answer.UnfinishedBranch> rows = new ArrayList<>();
        for (Transactions.Transaction transaction : ledger.transactions.all()) {
            for (DecidedBranch branch : transaction.branches) {
                if (branch.resource().equals(resource) && rows.size() < AnswerCodec.ROWS_MAX) {
                    rows.add(new Answer.UnfinishedBranch(
                            branch.id(transaction.gtrid),
                            transaction.decision,
                            branch.witness(),
                            ownerAlive(transaction.gtrid),
                            ledger.timeMs - transaction.decidedMs));
                }
            }
        }
        return rows;
    }

    private Answer.Standing standing(ResourceName name) {
        Resources.Resource resource = ledger.resources.find(name);
        Answer.IncidentInfo setBack = ledger.incidents.setBack(name);
        return new Answer.Standing(resource == null ? 0 : resource.mark, setBack == null ? 0 : setBack.incident());
    }

    private Answer.Status status() {
        GroupId group = ledger.group;
        if (group == null) {
            throw new IllegalStateException("the group is not formed yet");
        }
        Map<ResourceName, Integer> unfinished = ledger.transactions.countByResource();
        List<Answer.ResourceInfo> resources = new ArrayList<>();
        for (Resources.Resource resource : ledger.resources.all()) {
            resources.add(new Answer.ResourceInfo(
                    resource.name,
                    resource.agents,
                    resource.scannedThrough,
                    unfinished.getOrDefault(resource.name, 0)));
        }
        return new Answer.Status(
                group,
                ledger.incarnation,
                ledger.index,
                ledger.term,
                ledger.sessions.aliveCount(),
                ledger.transactions.size(),
                ledger.sessions.committedCount(),
                ledger.incidents.size(),
                resources);
    }
}
