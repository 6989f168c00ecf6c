package io.nemcon.core.ledger;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ledger as the design's sentences say it, in maps and lists that forget nothing: no bitmap, no trimming, no codec. It
 * tells refusals apart only as refusals, not by their words.
 */
final class NaiveLedger implements Command.Visitor<Result>, SessionCommand.Visitor<Result> {

    static final Result REFUSED = new Result.Refused("");

    /** A session from its opening on, for ever. */
    private static final class Client {
        final SessionId id;
        final Command.OpenSession opening;
        final long openedMs;
        boolean ended;
        boolean forgotten;
        long endIndex;
        long endedMs;
        long watermark;
        long acknowledged;
        final Map<Long, SessionCommand> asked = new HashMap<>();
        final Map<Long, Result> answered = new HashMap<>();

        Client(SessionId id, Command.OpenSession opening, long openedMs) {
            this.id = id;
            this.opening = opening;
            this.openedMs = openedMs;
        }
    }

    /** A decision from its entry on, for ever. */
    private record Decided(SessionCommand.Decide command, long decidedMs, Set<BranchId> reported) {

        boolean isFinished() {
            return command.branches().stream().allMatch(branch -> reported.contains(branch.id(command.gtrid())));
        }
    }

    private final Map<SessionId, Client> clients = new LinkedHashMap<>();
    private final Map<Gtrid, Decided> decisions = new LinkedHashMap<>();
    private final Map<ResourceName, List<SessionId>> agents = new LinkedHashMap<>();
    private final Map<ResourceName, Long> scanned = new HashMap<>();
    private final List<Answer.IncidentInfo> incidents = new ArrayList<>();
    private GroupId group;
    private int incarnation;
    private long index;
    private long term;
    private long timeMs;
    private int position;
    private RequestHeader header;

    List<Result> apply(long entryIndex, long entryTerm, Entry entry) {
        index = entryIndex;
        term = entryTerm;
        timeMs = Math.max(timeMs, entry.leaderTimeMs());
        List<Result> results = new ArrayList<>();
        for (position = 0; position < entry.commands().size(); position++) {
            results.add(entry.commands().get(position).accept(this));
        }
        return results;
    }

    Outcome outcome(Gtrid gtrid) {
        Client owner = clients.get(gtrid.session());
        if (!gtrid.group().equals(group) || gtrid.incarnation() != incarnation || owner == null || owner.forgotten) {
            return Outcome.FORGOTTEN;
        }
        Decided decided = decisions.get(gtrid);
        if (decided != null) {
            return decided.command.decision() == Decision.COMMIT ? Outcome.COMMITTED : Outcome.ABORTED;
        }
        return owner.ended || gtrid.sequence() < owner.watermark ? Outcome.ABORTED : Outcome.PENDING;
    }

    private Reason reason(Gtrid gtrid) {
        if (outcome(gtrid) != Outcome.ABORTED) {
            return Reason.NONE;
        }
        Decided decided = decisions.get(gtrid);
        Client owner = clients.get(gtrid.session());
        if (decided != null && !decided.isFinished()) {
            return decided.command.reason();
        } else if (owner.ended) {
            return Reason.SESSION_ENDED;
        }
        return gtrid.sequence() < owner.watermark ? Reason.BELOW_WATERMARK : Reason.NONE;
    }

    Answer.OutcomeOf answer(Gtrid gtrid) {
        return new Answer.OutcomeOf(gtrid, outcome(gtrid), reason(gtrid), ownerAlive(gtrid));
    }

    private boolean ownerAlive(Gtrid gtrid) {
        return outcome(gtrid) != Outcome.FORGOTTEN && !clients.get(gtrid.session()).ended;
    }

    List<Answer.UnfinishedBranch> unfinished(ResourceName resource) {
        List<Answer.UnfinishedBranch> rows = new ArrayList<>();
        decisions.forEach((gtrid, decided) -> {
            for (DecidedBranch branch : decided.command.branches()) {
                if (branch.resource().equals(resource) && !decided.reported.contains(branch.id(gtrid))) {
                    rows.add(new Answer.UnfinishedBranch(
                            branch.id(gtrid),
                            decided.command.decision(),
                            branch.witness(),
                            ownerAlive(gtrid),
                            timeMs - decided.decidedMs));
                }
            }
        });
        return rows;
    }

    boolean scanWanted(ResourceName resource) {
        return clients.values().stream()
                .anyMatch(client ->
                        client.ended && !client.forgotten && client.endIndex > scanned.getOrDefault(resource, 0L));
    }

    List<Answer.SessionInfo> sessions() {
        return clients.values().stream()
                .filter(client -> !client.ended)
                .map(client -> new Answer.SessionInfo(
                        client.id,
                        client.opening.kind(),
                        client.opening.name(),
                        client.opening.ttlMs(),
                        client.openedMs))
                .toList();
    }

    List<Answer.IncidentInfo> incidents() {
        return incidents;
    }

    List<SessionId> agents(ResourceName resource) {
        return agents.getOrDefault(resource, List.of());
    }

    Set<Gtrid> decided() {
        return decisions.keySet();
    }

    @Override
    public Result formGroup(Command.FormGroup command) {
        if (group != null) {
            return new Result.NotApplicable();
        }
        group = command.group();
        incarnation = command.incarnation();
        return new Result.Done();
    }

    @Override
    public Result leaderStarted(Command.LeaderStarted command) {
        return new Result.Done();
    }

    @Override
    public Result openSession(Command.OpenSession command) {
        for (Client client : clients.values()) {
            if (!client.ended
                    && client.opening.keyHigh() == command.keyHigh()
                    && client.opening.keyLow() == command.keyLow()) {
                return client.opening.equals(command) ? new Result.SessionOpened(client.id) : REFUSED;
            }
        }
        SessionId id = new SessionId(index * Ledger.IDS_PER_ENTRY + position);
        clients.put(id, new Client(id, command, timeMs));
        return new Result.SessionOpened(id);
    }

    @Override
    public Result endSession(Command.EndSession command) {
        Client client = clients.get(command.session());
        if (client == null || client.forgotten) {
            return new Result.NotApplicable();
        } else if (client.ended) {
            return new Result.Done();
        } else if (command.reason() == EndReason.EXPIRED && command.proposerTerm() != term) {
            return new Result.NotApplicable();
        }
        client.ended = true;
        client.endIndex = index;
        client.endedMs = timeMs;
        agents.values().forEach(all -> all.remove(client.id));
        return new Result.Done();
    }

    @Override
    public Result forgetExpired(Command.ForgetExpired command) {
        for (Client client : clients.values()) {
            client.forgotten |= client.ended
                    && timeMs - client.endedMs >= command.retentionMs()
                    && scannedSince(client)
                    && isFinished(client);
        }
        return new Result.Done();
    }

    private boolean scannedSince(Client client) {
        return !agents.isEmpty()
                && agents.keySet().stream().allMatch(resource -> scanned.getOrDefault(resource, 0L) >= client.endIndex);
    }

    private boolean isFinished(Client client) {
        return decisions.values().stream()
                .filter(decided -> decided.command.gtrid().session().equals(client.id))
                .allMatch(Decided::isFinished);
    }

    @Override
    public Result noteHash(Command.NoteHash command) {
        return new Result.Done();
    }

    @Override
    public Result compareHash(Command.CompareHash command) {
        throw new AssertionError("the random log compares no hashes");
    }

    @Override
    public Result fromSession(Command.FromSession command) {
        header = command.header();
        Client client = sender();
        if (client == null) {
            return command.body().accept(this);
        }
        client.acknowledged = Math.max(client.acknowledged, header.acknowledged());
        Result result;
        SessionCommand asked = client.asked.get(header.number());
        if (header.number() == RequestHeader.IDEMPOTENT) {
            result = command.body().accept(this);
        } else if (header.number() < client.acknowledged) {
            result = new Result.Duplicate();
        } else if (asked != null) {
            result = asked.equals(command.body()) ? client.answered.get(header.number()) : REFUSED;
        } else {
            result = command.body().accept(this);
            client.asked.put(header.number(), command.body());
            client.answered.put(header.number(), result);
        }
        client.watermark = Math.max(client.watermark, header.watermark());
        return result;
    }

    /** The session of the request if it is alive, else null. */
    private Client sender() {
        Client client = clients.get(header.session());
        return client == null || client.ended ? null : client;
    }

    @Override
    public Result decide(SessionCommand.Decide command) {
        Outcome before = outcome(command.gtrid());
        if (before != Outcome.PENDING) {
            return new Result.Decided(before, reason(command.gtrid()));
        }
        boolean commit = command.decision() == Decision.COMMIT;
        if (commit && !command.gtrid().session().equals(header.session())) {
            return REFUSED;
        }
        decisions.put(command.gtrid(), new Decided(command, timeMs, new LinkedHashSet<>()));
        return new Result.Decided(commit ? Outcome.COMMITTED : Outcome.ABORTED, command.reason());
    }

    @Override
    public Result finished(SessionCommand.Finished command) {
        for (FinishedBranch finished : command.branches()) {
            Decided decided = decisions.get(finished.branch().gtrid());
            if (decided != null) {
                decided.reported.add(finished.branch());
            }
        }
        return new Result.Done();
    }

    @Override
    public Result registerAgent(SessionCommand.RegisterAgent command) {
        if (sender() == null) {
            return new Result.SessionEnded(header.session());
        }
        List<SessionId> all = agents.computeIfAbsent(command.resource(), name -> new ArrayList<>());
        if (!all.contains(header.session())) {
            all.add(header.session());
        }
        return new Result.AgentRegistered(all.get(0).equals(header.session()));
    }

    @Override
    public Result unregisterAgent(SessionCommand.UnregisterAgent command) {
        agents.getOrDefault(command.resource(), new ArrayList<>()).remove(header.session());
        return new Result.Done();
    }

    @Override
    public Result scanned(SessionCommand.Scanned command) {
        if (sender() == null) {
            return new Result.SessionEnded(header.session());
        } else if (!agents(command.resource()).contains(header.session()) || command.throughIndex() > index) {
            return REFUSED;
        }
        scanned.merge(command.resource(), command.throughIndex(), Math::max);
        return new Result.Done();
    }

    @Override
    public Result openIncident(SessionCommand.OpenIncident command) {
        if (sender() == null) {
            return new Result.SessionEnded(header.session());
        }
        for (Answer.IncidentInfo incident : incidents) {
            if (incident.kind() == command.kind()
                    && incident.resource().equals(command.resource())
                    && incident.branch().equals(command.branch())) {
                return new Result.IncidentOpened(incident.incident());
            }
        }
        long id = index * Ledger.IDS_PER_ENTRY + position;
        incidents.add(new Answer.IncidentInfo(
                id, command.kind(), command.resource(), command.branch(), command.evidence(), timeMs));
        return new Result.IncidentOpened(id);
    }
}
