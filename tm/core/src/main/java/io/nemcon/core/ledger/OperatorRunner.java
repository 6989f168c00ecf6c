package io.nemcon.core.ledger;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer.Closing;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.OperatorCommand;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.Result;
import java.util.ArrayList;
import java.util.List;

/** Carries out what {@link OperatorRules} let through. */
final class OperatorRunner implements OperatorCommand.Visitor<Result> {

    private final Ledger ledger;
    private final Command.FromOperator command;

    OperatorRunner(Ledger ledger, Command.FromOperator command) {
        this.ledger = ledger;
        this.command = command;
    }

    Result run() {
        String refusal = new OperatorRules(ledger, command).refusal();
        return refusal.isEmpty() ? command.body().accept(this) : new Result.Refused(refusal);
    }

    @Override
    public Result resolve(OperatorCommand.Resolve resolve) {
        Gtrid gtrid = resolve.gtrid();
        if (ledger.resolutions.find(gtrid) == null) {
            decide(gtrid, resolve.decision());
        }
        return new Result.Decided(
                resolve.decision() == Decision.COMMIT ? Outcome.COMMITTED : Outcome.ABORTED, Reason.OPERATOR);
    }

    private void decide(Gtrid gtrid, Decision decision) {
        List<DecidedBranch> branches = List.of();
        Session owner = ledger.ownerOf(gtrid);
        if (owner != null) {
            owner.aborted.add(
                    gtrid.sequence()); // of a session that is known only a pending one gets here, to be aborted
            ledger.decided(gtrid, Outcome.ABORTED, Reason.OPERATOR);
        } else {
            branches = OperatorRules.reportedBranches(ledger, gtrid);
            ledger.transactions.add(new Transactions.Transaction(
                    ledger.newId(),
                    gtrid,
                    decision,
                    Reason.OPERATOR,
                    ledger.timeMs,
                    branches.size(),
                    branches,
                    List.of()));
        }
        ledger.resolutions.add(
                new Resolutions.Resolved(gtrid, decision, command.who(), command.why(), ledger.timeMs, ledger.index));
        ledger.emit(new Effect.TransactionResolved(gtrid, decision, command.who(), command.why(), branches));
        wantAgentsOf(branches);
    }

    private void wantAgentsOf(List<DecidedBranch> branches) {
        List<Resources.Resource> resources = new ArrayList<>();
        for (DecidedBranch branch : branches) {
            Resources.Resource resource = ledger.resources.find(branch.resource());
            if (resource != null && !resources.contains(resource)) {
                resources.add(resource);
            }
        }
        ledger.wantAgentsOf(resources);
    }

    /** A person knows what is lost: from here on the database counts anew. */
    private void acceptAsItIs(ResourceName name) {
        Resources.Resource resource = ledger.resources.find(name);
        if (resource != null) {
            resource.mark = 0;
        }
    }

    @Override
    public Result closeIncident(OperatorCommand.CloseIncident close) {
        IncidentInfo settled =
                ledger.closeIncident(close.incident(), new Closing(command.who(), command.why(), ledger.timeMs));
        if (settled != null && settled.kind() == IncidentKind.RESOURCE_SET_BACK) {
            acceptAsItIs(settled.resource());
        }
        BranchId branch = settled == null ? null : BranchId.parse(settled.branch());
        if (branch != null) {
            ledger.finish(branch);
        }
        return new Result.Done();
    }
}
