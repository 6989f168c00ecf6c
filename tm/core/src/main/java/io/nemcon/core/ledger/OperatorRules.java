package io.nemcon.core.ledger;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Answer.Closing;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.OperatorCommand;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.List;

/**
 * Why the ledger would refuse an operator's command, in words; empty if it would do it, or has done just that before.
 * Changes nothing.
 *
 * <pre>
 * outcome      commit                                      rollback
 * COMMITTED    refused                                     refused
 * ABORTED      refused                                     refused
 * PENDING      refused: its owner alone knows the branches taken
 * FORGOTTEN    taken where an agent reported a branch      taken where an agent reported a branch
 * </pre>
 */
final class OperatorRules implements OperatorCommand.Visitor<String> {

    private final Ledger ledger;
    private final Command.FromOperator command;

    OperatorRules(Ledger ledger, Command.FromOperator command) {
        this.ledger = ledger;
        this.command = command;
    }

    String refusal() {
        return command.body().accept(this);
    }

    @Override
    public String resolve(OperatorCommand.Resolve resolve) {
        Gtrid gtrid = resolve.gtrid();
        if (!gtrid.group().equals(ledger.group)) {
            return "tx " + gtrid + " is of group " + gtrid.group() + ", this is group " + ledger.group
                    + ": it is for its own group to decide, and never touched here";
        }
        Resolutions.Resolved earlier = ledger.resolutions.find(gtrid);
        if (earlier != null) {
            return isSame(earlier, resolve.decision())
                    ? ""
                    : "tx " + gtrid + " was decided " + earlier.decision() + " by operator " + earlier.who()
                            + ", and a decision never changes";
        }
        if (ledger.resolutions.size() >= Limits.RESOLUTIONS_MAX) {
            return "limit resolutionsMax of " + Limits.RESOLUTIONS_MAX + " reached";
        }
        Outcome outcome = ledger.outcome(gtrid);
        return switch (outcome) {
            case COMMITTED, ABORTED -> {
                Reason reason = ledger.reason(gtrid);
                yield "tx " + gtrid + " is decided: " + outcome + (reason == Reason.NONE ? "" : " (" + reason + ")")
                        + ", and a decision never changes; agents carry it out wherever a branch is left";
            }
            case PENDING ->
                resolve.decision() == Decision.ABORT
                        ? ""
                        : "tx " + gtrid + " is undecided and its session " + gtrid.session()
                                + " is alive: it alone knows the branches, so it alone can commit; rollback is possible";
            case FORGOTTEN -> refusalOfForgotten(gtrid);
        };
    }

    private boolean isSame(Resolutions.Resolved earlier, Decision decision) {
        return earlier.decision() == decision
                && earlier.who().equals(command.who())
                && earlier.why().equals(command.why());
    }

    private String refusalOfForgotten(Gtrid gtrid) {
        if (gtrid.incarnation() == ledger.incarnation
                && gtrid.session().index() / Ledger.IDS_PER_ENTRY >= ledger.index) {
            return "tx " + gtrid + " names session " + gtrid.session()
                    + ", which is not opened yet: the log is at entry " + ledger.index;
        }
        List<DecidedBranch> branches = reportedBranches(ledger, gtrid);
        if (branches.isEmpty()) {
            return "tx " + gtrid
                    + " is forgotten and no open incident names a branch of it: the group can't tell whether"
                    + " there is any; agents report each that is prepared, again some ten minutes after its incident was"
                    + " closed";
        }
        if (branches.size() > CommandCodec.BRANCHES_MAX) {
            return "tx " + gtrid + ": limit branchesMax of " + CommandCodec.BRANCHES_MAX + " exceeded";
        }
        if (ledger.transactions.size() >= Limits.UNFINISHED_TRANSACTIONS_MAX) {
            return "limit unfinishedTransactionsMax of " + Limits.UNFINISHED_TRANSACTIONS_MAX
                    + " reached: agents are not finishing branches";
        }
        return "";
    }

    /** The forgotten transaction's branches that agents found prepared. */
    static List<DecidedBranch> reportedBranches(Ledger ledger, Gtrid gtrid) {
        List<DecidedBranch> branches = new ArrayList<>();
        for (IncidentInfo incident : ledger.incidents.openAbout(gtrid)) {
            BranchId branch = BranchId.parse(incident.branch());
            boolean prepared = incident.kind() == IncidentKind.FORGOTTEN_BRANCH;
            if (prepared
                    && branch != null
                    && branch.resourceHash() == incident.resource().hash()) {
                branches.add(new DecidedBranch(incident.resource(), branch.number(), Witness.NONE));
            }
        }
        return branches;
    }

    @Override
    public String closeIncident(OperatorCommand.CloseIncident close) {
        IncidentInfo incident = ledger.incidents.find(close.incident());
        if (incident == null) {
            return "incident " + close.incident() + " is not open: it never was, or it was closed before the newest "
                    + Limits.INCIDENTS_CLOSED_MAX + " that are kept";
        }
        Closing closing = incident.closing();
        if (closing == null || isSame(closing)) {
            return "";
        }
        return "incident " + close.incident() + " was closed before, by " + closing.who() + ": " + closing.why();
    }

    private boolean isSame(Closing closing) {
        return closing.who().equals(command.who()) && closing.why().equals(command.why());
    }
}
