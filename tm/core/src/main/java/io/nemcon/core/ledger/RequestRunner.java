package io.nemcon.core.ledger;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer.Closing;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one request of a session. The sender may have ended by now; each request says what that means for it.
 *
 * <p>No limit refuses ABORT, or what is prepared would stay so. Where the records of unfinished transactions are at their
 * limit it is decided without one: the outcome stands in its session's set, and agents roll back what they find prepared.
 * What is lost then is the look at the witness of a branch that a person committed meanwhile.
 */
final class RequestRunner implements SessionCommand.Visitor<Result> {

    private final Ledger ledger;
    private final SessionId sender;
    private final @Nullable Session alive;

    /** @param alive the sender, or null if it has ended or was never there */
    RequestRunner(Ledger ledger, RequestHeader header, @Nullable Session alive) {
        this.ledger = ledger;
        this.sender = header.session();
        this.alive = alive;
    }

    /** The outcome is looked up first: an ended or forgotten session's decided transaction keeps its decision. */
    @Override
    public Result decide(SessionCommand.Decide command) {
        Gtrid gtrid = command.gtrid();
        Outcome outcome = ledger.outcome(gtrid);
        if (outcome != Outcome.PENDING) {
            return new Result.Decided(outcome, ledger.reason(gtrid));
        }
        Session owner = ledger.ownerOf(gtrid);
        if (owner == null) {
            throw new IllegalStateException("tx " + gtrid + " is pending without a session");
        }
        boolean commit = command.decision() == Decision.COMMIT;
        String refusal = commit ? refusalOfCommit(command) : null;
        if (refusal != null) {
            return new Result.Refused(refusal);
        }
        List<SessionId> joins = ledger.joins.of(gtrid);
        if (commit && !joins.equals(command.joins())) {
            return new Result.JoinsDiffer(joins);
        }
        record(owner, command);
        return new Result.Decided(commit ? Outcome.COMMITTED : Outcome.ABORTED, command.reason());
    }

    private @Nullable String refusalOfCommit(SessionCommand.Decide command) {
        if (!command.gtrid().session().equals(sender)) {
            return "tx " + command.gtrid() + ": only " + command.gtrid().session()
                    + ", which began it, decides COMMIT, not " + sender;
        }
        if (command.branches().size() > CommandCodec.BRANCHES_MAX) {
            return "tx " + command.gtrid() + ": limit branchesMax of " + CommandCodec.BRANCHES_MAX + " exceeded";
        }
        for (DecidedBranch branch : command.branches()) {
            IncidentInfo setBack = ledger.incidents.setBack(branch.resource());
            if (setBack != null) {
                return "tx " + command.gtrid() + ": resource " + branch.resource() + " is suspended by incident "
                        + setBack.incident() + ", for its database was set back; a person must close that";
            }
        }
        if (ledger.transactions.isFull()) {
            return "limit unfinishedTransactionsMax of " + Limits.UNFINISHED_TRANSACTIONS_MAX
                    + " reached: agents are not finishing branches";
        }
        return null;
    }

    private void record(Session owner, SessionCommand.Decide command) {
        Gtrid gtrid = command.gtrid();
        boolean commit = command.decision() == Decision.COMMIT;
        if (commit) {
            owner.committed.add(gtrid.sequence());
            command.branches().forEach(this::mark);
        } else {
            owner.aborted.add(gtrid.sequence());
        }
        if (!command.branches().isEmpty() && !ledger.transactions.isFull()) {
            ledger.transactions.add(new Transactions.Transaction(
                    ledger.newId(),
                    gtrid,
                    command.decision(),
                    command.reason(),
                    ledger.timeMs,
                    command.branches().size(),
                    command.branches(),
                    commit ? command.joins() : List.of()));
            owner.unfinished++;
        }
        ledger.decided(gtrid, commit ? Outcome.COMMITTED : Outcome.ABORTED, command.reason());
    }

    private void mark(DecidedBranch branch) {
        long number = branch.witness().number();
        Resources.Resource resource = number == 0 ? null : ledger.resources.find(branch.resource());
        if (resource != null) {
            resource.mark = Math.max(resource.mark, number);
        }
    }

    /** A session that has joined is answered with its place again; the transaction's own session has no need to. */
    @Override
    public Result join(SessionCommand.Join command) {
        Gtrid gtrid = command.gtrid();
        if (alive == null) {
            return new Result.SessionEnded(sender);
        }
        Outcome outcome = ledger.outcome(gtrid);
        if (outcome != Outcome.PENDING) {
            return new Result.Decided(outcome, ledger.reason(gtrid));
        }
        int place = ledger.joins.of(gtrid).indexOf(sender) + 1;
        if (place > 0) {
            return new Result.Joined(place);
        }
        String refusal = refusalOfJoin(gtrid);
        return refusal == null ? new Result.Joined(ledger.joins.add(gtrid, sender)) : new Result.Refused(refusal);
    }

    private @Nullable String refusalOfJoin(Gtrid gtrid) {
        if (gtrid.session().equals(sender)) {
            return "tx " + gtrid + " was begun by " + sender + " itself, which can't join it";
        }
        List<SessionId> joins = ledger.joins.of(gtrid);
        if (joins.size() >= CommandCodec.JOINS_MAX) {
            return "tx " + gtrid + ": limit joinsPerTransactionMax of " + CommandCodec.JOINS_MAX + " reached";
        }
        if (joins.isEmpty() && ledger.joins.size() >= Limits.JOINED_TRANSACTIONS_MAX) {
            return "limit joinedTransactionsMax of " + Limits.JOINED_TRANSACTIONS_MAX
                    + " reached: as many undecided transactions are joined by other sessions";
        }
        return null;
    }

    /** Any session may report, ended or not: what was verified in a database stays true. */
    @Override
    public Result finished(SessionCommand.Finished command) {
        for (FinishedBranch finished : command.branches()) {
            ledger.finish(finished.branch());
            closeAsResolved(finished.branch());
        }
        return new Result.Done();
    }

    /** An operator decided, and an agent has carried that out: nothing is left to be settled. */
    private void closeAsResolved(BranchId branch) {
        Resolutions.Resolved resolved = ledger.resolutions.find(branch.gtrid());
        if (resolved == null) {
            return;
        }
        for (IncidentInfo incident : ledger.incidents.openAbout(branch.gtrid())) {
            if (incident.kind() == IncidentKind.FORGOTTEN_BRANCH
                    && incident.branch().equals(branch.toString())) {
                ledger.closeIncident(incident.incident(), new Closing(resolved.who(), resolved.why(), ledger.timeMs));
            }
        }
    }

    @Override
    public Result registerAgent(SessionCommand.RegisterAgent command) {
        if (alive == null) {
            return new Result.SessionEnded(sender);
        }
        Resources.Resource resource = resource(command.resource());
        if (resource == null) {
            return tooManyResources();
        }
        if (resource.isOutdated(sender, command.number())) {
            return new Result.NotApplicable();
        }
        if (!resource.agents.contains(sender)) {
            if (resource.agents.size() >= Limits.AGENTS_PER_RESOURCE_MAX) {
                return new Result.Refused("limit agentsPerResourceMax of " + Limits.AGENTS_PER_RESOURCE_MAX
                        + " reached for resource " + command.resource());
            }
            resource.add(sender, alive.kind, standingAgents(resource));
        }
        resource.words.put(sender.index(), command.number());
        return new Result.AgentRegistered(sender.equals(resource.active()));
    }

    /** The resource, made if it was not known; null if there are too many. */
    private Resources.@Nullable Resource resource(ResourceName name) {
        boolean full = ledger.resources.find(name) == null && ledger.resources.size() >= Limits.RESOURCES_MAX;
        return full ? null : ledger.resources.add(name);
    }

    private static Result tooManyResources() {
        return new Result.Refused("limit resourcesMax of " + Limits.RESOURCES_MAX + " reached");
    }

    /** They are before all others: the first that is none has as many before it. */
    private int standingAgents(Resources.Resource resource) {
        int count = 0;
        while (count < resource.agents.size() && isStanding(resource.agents.get(count))) {
            count++;
        }
        return count;
    }

    private boolean isStanding(SessionId agent) {
        Session session = ledger.sessions.find(agent);
        return session != null && session.kind == SessionKind.AGENT;
    }

    /** Leaves the same state behind as after the registration that it follows, also where it overtakes that one. */
    @Override
    public Result unregisterAgent(SessionCommand.UnregisterAgent command) {
        if (alive == null) {
            return new Result.Done(); // its end took it off
        }
        Resources.Resource resource = resource(command.resource());
        if (resource == null) {
            return tooManyResources();
        }
        if (resource.isOutdated(sender, command.number())) {
            return new Result.NotApplicable();
        }
        resource.words.put(sender.index(), command.number());
        if (Resources.removeAgent(resource, sender)) {
            SessionId active = resource.active();
            if (active != null) {
                ledger.emit(new Effect.AgentWanted(active, List.of(resource.name)));
            }
        }
        return new Result.Done();
    }

    @Override
    public Result scanned(SessionCommand.Scanned command) {
        Resources.Resource resource = ledger.resources.find(command.resource());
        if (alive == null) {
            return new Result.SessionEnded(sender);
        }
        if (resource == null || !resource.agents.contains(sender)) {
            return new Result.Refused("session " + sender + " is no agent of resource " + command.resource());
        }
        if (command.throughIndex() > ledger.index) {
            return new Result.Refused("resource " + command.resource() + " can't be scanned through index "
                    + command.throughIndex() + ", the ledger is at " + ledger.index);
        }
        resource.scannedThrough = Math.max(resource.scannedThrough, command.throughIndex());
        resource.scannedMs = ledger.timeMs;
        IncidentInfo missed = ledger.incidents.notScanned(resource.name);
        if (missed != null) {
            ledger.closeIncident(
                    missed.incident(),
                    new Closing(Closing.BY_ITSELF, "scanned through index " + resource.scannedThrough, ledger.timeMs));
        }
        return new Result.Done();
    }

    @Override
    public Result openIncident(SessionCommand.OpenIncident command) {
        if (alive == null) {
            return new Result.SessionEnded(sender);
        }
        IncidentInfo same = ledger.incidents.seenAgain(command, ledger.timeMs);
        if (same != null) {
            return new Result.IncidentOpened(same.incident());
        }
        if (ledger.incidents.size() >= Limits.INCIDENTS_OPEN_MAX) {
            return new Result.Refused("limit incidentsOpenMax of " + Limits.INCIDENTS_OPEN_MAX + " reached");
        }
        return new Result.IncidentOpened(open(ledger, command));
    }

    /** Opens it; returns its id. */
    static long open(Ledger ledger, SessionCommand.OpenIncident command) {
        IncidentInfo incident = new IncidentInfo(
                ledger.newId(),
                command.kind(),
                command.resource(),
                command.branch(),
                command.evidence(),
                ledger.timeMs,
                ledger.timeMs,
                1,
                null);
        ledger.incidents.add(incident);
        ledger.emit(new Effect.IncidentOpened(incident));
        return incident.incident();
    }
}
