package io.nemcon.simulation.check;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.ledger.Ledger;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.Query;
import io.nemcon.simulation.check.Fates.Fate;
import io.nemcon.simulation.check.Fates.Known;
import io.nemcon.simulation.check.Fates.Transaction;
import io.nemcon.simulation.database.Gids;
import io.nemcon.simulation.database.SimDatabase;
import io.nemcon.simulation.network.Words;
import java.util.List;
import java.util.Set;

/** What is left to be done in a world, and who was called for nothing. */
final class Unrest {

    private final Decisions decisions;
    private final Fates fates;

    Unrest(Decisions decisions, Fates fates) {
        this.decisions = decisions;
        this.fates = fates;
    }

    /** What keeps the world from being quiet, in words; empty if it is. P15. */
    String of(List<SimDatabase> databases, Ledger ledger, Set<SimDatabase> withoutWitness) {
        for (SimDatabase database : databases) {
            for (BranchId branch : database.preparedBranches()) {
                if (!isForAPerson(ledger, branch)) {
                    return Gids.words(branch) + " is prepared in " + database + ", the log says "
                            + decisions.outcome(branch.gtrid());
                }
            }
            if (database.locked() > database.preparedBranches().size() * 2) {
                return database.locked() + " accounts of " + database + " are locked";
            }
            Answer answer = ledger.answer(new Query.Unfinished(database.name()));
            if (answer instanceof Answer.Unfinished unfinished) {
                for (Answer.UnfinishedBranch one : unfinished.branches()) {
                    if (!isForAPerson(ledger, one.branch())) {
                        return Gids.words(one.branch()) + " of " + database + ", decided " + one.decision()
                                + ", is not reported finished";
                    }
                }
            }
        }
        for (Transaction transaction : fates.all()) {
            if (!transaction.disturbed && transaction.has(Fate.WORKING)) {
                return Words.of(transaction.gtrid) + " is still at work";
            }
        }
        return incidentWithoutReason(ledger, withoutWitness);
    }

    /** Whether somebody was called about the branch. */
    static boolean isForAPerson(Ledger ledger, BranchId branch) {
        return incidents(ledger).stream().anyMatch(one -> one.branch().equals(branch.toString()));
    }

    private static List<Answer.IncidentInfo> incidents(Ledger ledger) {
        return ((Answer.Incidents) ledger.answer(Query.Incidents.open())).incidents();
    }

    /** A person is called only where somebody interfered, where a resource has no witness, or past the horizon. */
    private String incidentWithoutReason(Ledger ledger, Set<SimDatabase> withoutWitness) {
        for (Answer.IncidentInfo incident : incidents(ledger)) {
            BranchId branch = BranchId.parse(incident.branch());
            if (branch != null && !fates.of(branch.gtrid()).disturbed && !hasReason(incident, branch, withoutWitness)) {
                return "incident " + incident.kind() + " of " + incident.resource() + " about " + Gids.words(branch)
                        + ", and nobody interfered: " + incident.evidence();
            }
        }
        return "";
    }

    private boolean hasReason(Answer.IncidentInfo incident, BranchId branch, Set<SimDatabase> withoutWitness) {
        if (incident.kind() == IncidentKind.FORGOTTEN_BRANCH) {
            Known known = fates.of(branch.gtrid()).branches.get(branch);
            return known != null && decisions.isBehindTheHorizon(branch, incident.resource(), known.preparedNs);
        }
        return withoutWitness.stream().anyMatch(one -> one.name().equals(incident.resource()));
    }
}
