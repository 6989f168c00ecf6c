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
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.OperatorCommand;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The ledger as the design's sentences say it, in maps and lists that forget nothing: no bitmap, no trimming, no codec. It
 * tells refusals apart only as refusals, not by their words.
 */
final class NaiveLedger
        implements Command.Visitor<Result>, SessionCommand.Visitor<Result>, OperatorCommand.Visitor<Result> {

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
    private record Decided(SessionCommand.Decide command, long place, long decidedMs, Set<BranchId> reported) {

        boolean isFinished() {
            return command.branches().stream().allMatch(branch -> reported.contains(branch.id(command.gtrid())));
        }
    }

    /** What a person decided; gone when it is forgotten. */
    private record Resolved(Decision decision, String who, String why, long atMs, long atIndex) {}

    private final Map<Gtrid, Resolved> resolutions = new LinkedHashMap<>();
    private final Map<SessionId, Client> clients = new LinkedHashMap<>();
    private final Map<Gtrid, Decided> decisions = new LinkedHashMap<>();
    private final Map<Gtrid, List<SessionId>> joins = new LinkedHashMap<>();
    private final Set<Gtrid> endedWithJoined = new HashSet<>();
    private final Map<ResourceName, List<SessionId>> agents = new LinkedHashMap<>();
    private final Map<SessionId, Map<ResourceName, List<Long>>> agentNumbers = new HashMap<>();
    private final Map<ResourceName, Long> scanned = new HashMap<>();
    private final List<Answer.IncidentInfo> incidents = new ArrayList<>();
    private final List<Answer.IncidentInfo> closed = new ArrayList<>();
    private GroupId group;
    private int incarnation;
    private long index;
    private long term;
    private long timeMs;
    private int position;
    private RequestHeader header;
    private Command.FromOperator operator;

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
        Client owner = owner(gtrid);
        if (owner == null) {
            Resolved resolved = resolutions.get(gtrid);
            return resolved == null
                    ? Outcome.FORGOTTEN
                    : resolved.decision == Decision.COMMIT ? Outcome.COMMITTED : Outcome.ABORTED;
        }
        Decided decided = decisions.get(gtrid);
        if (decided != null) {
            return decided.command.decision() == Decision.COMMIT ? Outcome.COMMITTED : Outcome.ABORTED;
        }
        return owner.ended || gtrid.sequence() < owner.watermark ? Outcome.ABORTED : Outcome.PENDING;
    }

    /** The session that began it, as long as it is known. */
    private Client owner(Gtrid gtrid) {
        Client owner = clients.get(gtrid.session());
        boolean ours = gtrid.group().equals(group) && gtrid.incarnation() == incarnation;
        return ours && owner != null && !owner.forgotten ? owner : null;
    }

    boolean isOwnerKnown(Gtrid gtrid) {
        return owner(gtrid) != null;
    }

    private Reason reason(Gtrid gtrid) {
        if (outcome(gtrid) != Outcome.ABORTED) {
            return Reason.NONE;
        }
        Decided decided = decisions.get(gtrid);
        Client owner = owner(gtrid);
        if (resolutions.containsKey(gtrid)) {
            return Reason.OPERATOR;
        }
        if (decided != null && !decided.isFinished()) {
            return decided.command.reason();
        } else if (owner.ended) {
            return Reason.SESSION_ENDED;
        }
        if (gtrid.sequence() < owner.watermark) {
            return Reason.BELOW_WATERMARK;
        }
        return endedWithJoined.contains(gtrid) ? Reason.JOINED_SESSION_ENDED : Reason.NONE;
    }

    Answer.OutcomeOf answer(Gtrid gtrid) {
        return new Answer.OutcomeOf(gtrid, outcome(gtrid), reason(gtrid), ownerAlive(gtrid));
    }

    private boolean ownerAlive(Gtrid gtrid) {
        Client owner = owner(gtrid);
        Decided decided = decisions.get(gtrid);
        boolean joinsCount = decided != null && !decided.isFinished();
        return owner != null
                && !owner.ended
                && (!joinsCount || decided.command.joins().stream().noneMatch(session -> clients.get(session).ended));
    }

    /** Who has joined it, while it is undecided. */
    List<SessionId> joins(Gtrid gtrid) {
        return outcome(gtrid) == Outcome.PENDING ? joins.getOrDefault(gtrid, List.of()) : List.of();
    }

    /** Undecided, and joined by others. */
    Set<Gtrid> joined() {
        Set<Gtrid> undecided = new LinkedHashSet<>(joins.keySet());
        undecided.removeIf(gtrid -> outcome(gtrid) != Outcome.PENDING);
        return undecided;
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
        long through = scanned.getOrDefault(resource, 0L);
        return clients.values().stream()
                        .anyMatch(client -> client.ended && !client.forgotten && client.endIndex > through)
                || resolutions.values().stream().anyMatch(resolved -> resolved.atIndex > through);
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

    /** By their numbers. */
    List<Answer.IncidentInfo> closed() {
        return closed.stream()
                .sorted(Comparator.comparingLong(Answer.IncidentInfo::incident))
                .toList();
    }

    /** What is not over, the oldest first: what is unfinished, and what waits for a person. */
    List<Gtrid> listed() {
        Map<Long, Gtrid> byPlace = new TreeMap<>();
        decisions.forEach((gtrid, decided) -> {
            if (!decided.isFinished()) {
                byPlace.put(decided.place, gtrid);
            }
        });
        Set<Gtrid> seen = new HashSet<>();
        for (Answer.IncidentInfo incident : incidents) {
            BranchId branch = BranchId.parse(incident.branch());
            if (incident.kind() == IncidentKind.FORGOTTEN_BRANCH
                    && branch != null
                    && outcome(branch.gtrid()) == Outcome.FORGOTTEN
                    && seen.add(branch.gtrid())) {
                byPlace.put(incident.incident(), branch.gtrid());
            }
        }
        return List.copyOf(byPlace.values());
    }

    private long newId() {
        return index * Ledger.IDS_PER_ENTRY + position;
    }

    List<SessionId> agents(ResourceName resource) {
        List<SessionId> standingFirst = new ArrayList<>(agents.getOrDefault(resource, List.of()));
        standingFirst.sort(Comparator.comparing(session -> kind(session) != SessionKind.AGENT));
        return standingFirst;
    }

    private SessionKind kind(SessionId session) {
        return Objects.requireNonNull(clients.get(session)).opening.kind();
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
        List<Gtrid> aborted = joined().stream()
                .filter(gtrid -> joins(gtrid).contains(client.id))
                .filter(gtrid -> !gtrid.session().equals(client.id))
                .toList();
        aborted.forEach(gtrid ->
                decided(new SessionCommand.Decide(gtrid, Decision.ABORT, Reason.JOINED_SESSION_ENDED, List.of())));
        endedWithJoined.addAll(aborted);
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
                    && scannedSince(client.endIndex)
                    && isFinished(client);
        }
        resolutions
                .entrySet()
                .removeIf(entry -> owner(entry.getKey()) == null
                        && timeMs - entry.getValue().atMs >= command.retentionMs()
                        && scannedSince(entry.getValue().atIndex)
                        && decisions.get(entry.getKey()).isFinished());
        callForScan(command);
        return new Result.Done();
    }

    private void callForScan(Command.ForgetExpired command) {
        long newest = clients.values().stream()
                .filter(client -> client.ended && !client.forgotten && isFinished(client))
                .filter(client -> timeMs - client.endedMs > command.retentionMs())
                .mapToLong(client -> client.endIndex)
                .max()
                .orElse(0);
        for (ResourceName resource : new TreeSet<>(agents.keySet())) {
            if (scanned.getOrDefault(resource, 0L) < newest
                    && callsForScan(resource).isEmpty()) {
                incidents.add(new Answer.IncidentInfo(
                        index * Ledger.IDS_PER_ENTRY + position,
                        IncidentKind.RESOURCE_NOT_SCANNED,
                        resource,
                        "",
                        "scanned through index " + scanned.getOrDefault(resource, 0L)
                                + " only, so the outcomes of sessions that ended later are kept though their time is"
                                + " over: does an agent of it run, and does it reach its database?",
                        timeMs,
                        timeMs,
                        1,
                        null));
                return;
            }
        }
    }

    private List<Answer.IncidentInfo> callsForScan(ResourceName resource) {
        return incidents.stream()
                .filter(one -> one.kind() == IncidentKind.RESOURCE_NOT_SCANNED
                        && one.resource().equals(resource)
                        && one.branch().isEmpty())
                .toList();
    }

    private boolean scannedSince(long atIndex) {
        return !agents.isEmpty()
                && agents.keySet().stream().allMatch(resource -> scanned.getOrDefault(resource, 0L) >= atIndex);
    }

    private boolean isFinished(Client client) {
        return decisions.values().stream()
                .filter(decided -> decided.command.gtrid().session().equals(client.id))
                .filter(decided -> decided.command.gtrid().incarnation() == incarnation)
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
        if (commit && !joins(command.gtrid()).equals(command.joins())) {
            return new Result.JoinsDiffer(joins(command.gtrid()));
        }
        decided(command);
        return new Result.Decided(commit ? Outcome.COMMITTED : Outcome.ABORTED, command.reason());
    }

    @Override
    public Result join(SessionCommand.Join command) {
        Outcome outcome = outcome(command.gtrid());
        if (sender() == null) {
            return new Result.SessionEnded(header.session());
        } else if (outcome != Outcome.PENDING) {
            return new Result.Decided(outcome, reason(command.gtrid()));
        } else if (command.gtrid().session().equals(header.session())) {
            return REFUSED;
        }
        List<SessionId> all = joins.computeIfAbsent(command.gtrid(), gtrid -> new ArrayList<>());
        if (!all.contains(header.session())) {
            all.add(header.session());
        }
        return new Result.Joined(all.indexOf(header.session()) + 1);
    }

    private void decided(SessionCommand.Decide command) {
        decisions.remove(command.gtrid()); // one that was forgotten since
        decisions.put(command.gtrid(), new Decided(command, newId(), timeMs, new LinkedHashSet<>()));
    }

    @Override
    public Result finished(SessionCommand.Finished command) {
        for (FinishedBranch finished : command.branches()) {
            finish(finished.branch());
            Resolved resolved = resolutions.get(finished.branch().gtrid());
            if (resolved != null) {
                Answer.Closing closing = new Answer.Closing(resolved.who, resolved.why, timeMs);
                List.copyOf(incidents).stream()
                        .filter(incident -> incident.kind() == IncidentKind.FORGOTTEN_BRANCH
                                && incident.branch().equals(finished.branch().toString()))
                        .forEach(incident -> close(incident, closing));
            }
        }
        return new Result.Done();
    }

    private void finish(BranchId branch) {
        Decided decided = decisions.get(branch.gtrid());
        if (decided != null) {
            decided.reported.add(branch);
        }
    }

    private void close(Answer.IncidentInfo incident, Answer.Closing closing) {
        incidents.remove(incident);
        closed.add(with(incident, incident.lastSeenMs(), incident.reports(), closing));
    }

    private static Answer.IncidentInfo with(
            Answer.IncidentInfo incident, long lastSeenMs, int reports, Answer.Closing closing) {
        return new Answer.IncidentInfo(
                incident.incident(),
                incident.kind(),
                incident.resource(),
                incident.branch(),
                incident.evidence(),
                incident.openedMs(),
                lastSeenMs,
                reports,
                closing);
    }

    @Override
    public Result fromOperator(Command.FromOperator command) {
        operator = command;
        return command.body().accept(this);
    }

    @Override
    public Result resolve(OperatorCommand.Resolve command) {
        Gtrid gtrid = command.gtrid();
        boolean commit = command.decision() == Decision.COMMIT;
        Result taken = new Result.Decided(commit ? Outcome.COMMITTED : Outcome.ABORTED, Reason.OPERATOR);
        Resolved earlier = resolutions.get(gtrid);
        if (earlier != null) {
            boolean same = earlier.decision == command.decision()
                    && earlier.who.equals(operator.who())
                    && earlier.why.equals(operator.why());
            return same ? taken : REFUSED;
        }
        List<DecidedBranch> branches = incidents.stream()
                .filter(incident -> incident.kind() == IncidentKind.FORGOTTEN_BRANCH)
                .filter(incident -> isAbout(incident, gtrid))
                .map(incident -> new DecidedBranch(
                        incident.resource(), BranchId.parse(incident.branch()).number(), Witness.NONE))
                .toList();
        boolean notYetOpened =
                gtrid.incarnation() == incarnation && gtrid.session().index() / Ledger.IDS_PER_ENTRY >= index;
        boolean mayBe =
                switch (outcome(gtrid)) {
                    case COMMITTED, ABORTED -> false;
                    case PENDING -> !commit;
                    case FORGOTTEN -> gtrid.group().equals(group) && !branches.isEmpty() && !notYetOpened;
                };
        if (!mayBe) {
            return REFUSED;
        }
        decided(new SessionCommand.Decide(
                gtrid, command.decision(), Reason.OPERATOR, owner(gtrid) == null ? branches : List.of()));
        resolutions.put(gtrid, new Resolved(command.decision(), operator.who(), operator.why(), timeMs, index));
        return taken;
    }

    private static boolean isAbout(Answer.IncidentInfo incident, Gtrid gtrid) {
        BranchId branch = BranchId.parse(incident.branch());
        return branch != null
                && branch.gtrid().equals(gtrid)
                && branch.resourceHash() == incident.resource().hash();
    }

    @Override
    public Result closeIncident(OperatorCommand.CloseIncident command) {
        for (Answer.IncidentInfo incident : List.copyOf(incidents)) {
            if (incident.incident() == command.incident()) {
                close(incident, new Answer.Closing(operator.who(), operator.why(), timeMs));
                BranchId branch = BranchId.parse(incident.branch());
                if (branch != null) {
                    finish(branch);
                }
                return new Result.Done();
            }
        }
        boolean same = closed.stream()
                .anyMatch(incident -> incident.incident() == command.incident()
                        && incident.closing().who().equals(operator.who())
                        && incident.closing().why().equals(operator.why()));
        return same ? new Result.Done() : REFUSED;
    }

    @Override
    public Result registerAgent(SessionCommand.RegisterAgent command) {
        if (sender() == null) {
            return new Result.SessionEnded(header.session());
        }
        List<SessionId> all = agents.computeIfAbsent(command.resource(), name -> new ArrayList<>());
        if (isOutdated(command.resource(), command.number())) {
            return new Result.NotApplicable();
        }
        if (!all.contains(header.session())) {
            all.add(header.session());
        }
        return new Result.AgentRegistered(agents(command.resource()).get(0).equals(header.session()));
    }

    @Override
    public Result unregisterAgent(SessionCommand.UnregisterAgent command) {
        if (sender() == null) {
            return new Result.Done();
        }
        List<SessionId> all = agents.computeIfAbsent(command.resource(), name -> new ArrayList<>());
        if (isOutdated(command.resource(), command.number())) {
            return new Result.NotApplicable();
        }
        all.remove(header.session());
        return new Result.Done();
    }

    /** By the highest number that the session ever said of the resource. */
    private boolean isOutdated(ResourceName resource, long number) {
        List<Long> numbers = agentNumbers
                .computeIfAbsent(header.session(), session -> new HashMap<>())
                .computeIfAbsent(resource, name -> new ArrayList<>());
        numbers.add(number);
        return numbers.stream().anyMatch(said -> said > number);
    }

    @Override
    public Result scanned(SessionCommand.Scanned command) {
        if (sender() == null) {
            return new Result.SessionEnded(header.session());
        } else if (!agents(command.resource()).contains(header.session()) || command.throughIndex() > index) {
            return REFUSED;
        }
        scanned.merge(command.resource(), command.throughIndex(), Math::max);
        callsForScan(command.resource())
                .forEach(one -> close(
                        one,
                        new Answer.Closing(
                                "the ledger", "scanned through index " + scanned.get(command.resource()), timeMs)));
        return new Result.Done();
    }

    @Override
    public Result openIncident(SessionCommand.OpenIncident command) {
        if (sender() == null) {
            return new Result.SessionEnded(header.session());
        }
        for (int i = 0; i < incidents.size(); i++) {
            Answer.IncidentInfo incident = incidents.get(i);
            if (incident.kind() == command.kind()
                    && incident.resource().equals(command.resource())
                    && incident.branch().equals(command.branch())) {
                incidents.set(i, with(incident, timeMs, incident.reports() + 1, null));
                return new Result.IncidentOpened(incident.incident());
            }
        }
        incidents.add(new Answer.IncidentInfo(
                newId(),
                command.kind(),
                command.resource(),
                command.branch(),
                command.evidence(),
                timeMs,
                timeMs,
                1,
                null));
        return new Result.IncidentOpened(newId());
    }
}
