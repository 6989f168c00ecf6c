package io.nemcon.core.ledger;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.FinishedBranch;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.OperatorCommand;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.protocol.SessionKind;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Entries of a busy and badly behaved group, by a seed: clients that repeat, come late and come after their end, leaders
 * of older terms, agents that report in any order. It keeps to small numbers, so that things meet.
 */
final class RandomLog {

    static final GroupId GROUP = Cast.GROUP;
    static final int INCARNATION = 3;
    static final int SEQUENCES = 40;

    private static final List<ResourceName> RESOURCES =
            List.of(new ResourceName("orders"), new ResourceName("stock"), new ResourceName("audit"));

    private final Random random;
    private final List<SessionId> sessions = new ArrayList<>();
    private final List<SessionCommand> said = new ArrayList<>();
    private final List<BranchId> branches = new ArrayList<>();

    /** Those that an agent reported as forgotten, rightly or not. */
    private final List<BranchId> reported = new ArrayList<>();

    /** Who asked to join what, in that order, whatever was answered. */
    private final Map<Gtrid, List<SessionId>> joins = new HashMap<>();

    private final List<Long> incidents = new ArrayList<>();

    /** The numbers that each session's client would send now, by the session's place in the list. */
    private final List<long[]> numbers = new ArrayList<>();

    private long index;
    private long term = 1;
    private long timeMs = 1_000_000;
    private int keys;

    RandomLog(long seed) {
        random = new Random(seed);
    }

    long index() {
        return index;
    }

    long term() {
        return term;
    }

    /** The sessions that were ever opened, and one that never was. */
    List<SessionId> everySession() {
        List<SessionId> every = new ArrayList<>(sessions);
        every.add(new SessionId(4_000_000_000_000L));
        return every;
    }

    /** The next entry; its index and term are then in {@link #index} and {@link #term}. */
    Entry next() {
        index += 1 + (one(20) ? random.nextInt(3) : 0); // an engine keeps some indexes for itself
        timeMs += one(50) ? -random.nextInt(5_000) : random.nextInt(1_000);
        List<Command> commands = new ArrayList<>();
        if (index < 4 && sessions.isEmpty()) {
            commands.add(new Command.FormGroup(GROUP, INCARNATION));
        }
        if (one(40)) {
            term += 1 + random.nextInt(2);
            commands.add(new Command.LeaderStarted());
        }
        int count = one(3) ? 1 : random.nextInt(12);
        for (int i = 0; i < count; i++) {
            commands.add(command());
        }
        return new Entry(timeMs, commands);
    }

    /** Tells which sessions an entry opened. */
    void learn(List<Result> results) {
        for (Result result : results) {
            if (result instanceof Result.SessionOpened opened && !sessions.contains(opened.session())) {
                sessions.add(opened.session());
                numbers.add(new long[] {1, 1, 1});
            } else if (result instanceof Result.IncidentOpened opened) {
                incidents.add(opened.incident());
            }
        }
    }

    private Command command() {
        int dice = random.nextInt(100);
        if (sessions.isEmpty() || dice < 4) {
            return open();
        } else if (dice < 7) {
            return end();
        } else if (dice < 9) {
            return new Command.ForgetExpired(random.nextInt(40_000));
        } else if (dice == 9) {
            return new Command.NoteHash();
        } else if (dice == 10) {
            return new Command.FormGroup(new GroupId(7), 9);
        } else if (dice < 15) {
            return operator();
        }
        return request();
    }

    private Command operator() {
        OperatorCommand body;
        if (one(2) && !incidents.isEmpty()) {
            body = new OperatorCommand.CloseIncident(one(4) ? any(incidents) : last(incidents, 4));
        } else {
            Gtrid gtrid = reported.isEmpty() || one(4)
                    ? new Gtrid(GROUP, INCARNATION, any(sessions), 1 + random.nextInt(SEQUENCES))
                    : last(reported, 6).gtrid();
            body = new OperatorCommand.Resolve(gtrid, any(Decision.values()));
        }
        return new Command.FromOperator(one(2) ? "ann" : "bob", "for reason " + random.nextInt(2), body);
    }

    private <T> T last(List<T> of, int among) {
        return of.get(of.size() - 1 - random.nextInt(Math.min(of.size(), among)));
    }

    private Command open() {
        int key = keys > 0 && one(3) ? random.nextInt(keys) : keys++;
        SessionKind kind = key % 3 == 0 ? SessionKind.AGENT : SessionKind.CLIENT;
        return new Command.OpenSession(key, 17, one(20) ? SessionKind.AGENT : kind, "client " + key, 1_000 + key);
    }

    private Command end() {
        SessionId session = everySession().get(random.nextInt(sessions.size() + 1));
        return new Command.EndSession(session, any(EndReason.values()), one(3) ? term - 1 : term);
    }

    private Command request() {
        int place = one(5) ? random.nextInt(sessions.size()) : Math.max(0, sessions.size() - 1 - random.nextInt(6));
        SessionId session =
                one(60) ? new SessionId(4_000_000_000_000L) : sessions.get(Math.min(place, sessions.size() - 1));
        return new Command.FromSession(header(session, place), body(session));
    }

    private RequestHeader header(SessionId session, int place) {
        long[] own = numbers.get(place);
        if (one(4)) {
            own[2] = Math.min(SEQUENCES, own[2] + random.nextInt(3)); // the watermark
        }
        long watermark = one(6) ? Math.max(0, own[2] - random.nextInt(4)) : own[2];
        if (!one(3)) {
            return new RequestHeader(session, RequestHeader.IDEMPOTENT, own[1], watermark);
        }
        long number = one(3) ? Math.max(1, own[0] - random.nextInt(5)) : own[0]++;
        if (one(5)) {
            own[1] = Math.max(own[1], own[0] - 1 - random.nextInt(3));
        }
        return new RequestHeader(session, number, own[1], watermark);
    }

    private SessionCommand body(SessionId session) {
        SessionCommand body;
        if (!said.isEmpty() && one(6)) {
            body = said.get(said.size() - 1 - random.nextInt(Math.min(said.size(), 60))); // once more
        } else {
            body = newBody(session);
        }
        said.add(body);
        return body;
    }

    private SessionCommand newBody(SessionId session) {
        int dice = random.nextInt(100);
        if (dice < 45) {
            return decide(session);
        } else if (dice < 53) {
            return join(session);
        } else if (dice < 75) {
            return finished();
        } else if (dice < 83) {
            return new SessionCommand.RegisterAgent(any(RESOURCES), 1 + random.nextInt(20));
        } else if (dice < 85) {
            return new SessionCommand.UnregisterAgent(any(RESOURCES), 1 + random.nextInt(20));
        } else if (dice < 95) {
            return new SessionCommand.Scanned(any(RESOURCES), Math.max(0, index - random.nextInt(20) + 1));
        }
        if (!branches.isEmpty() && one(2)) {
            return forgotten();
        }
        String branch = branches.isEmpty() ? "none" : any(branches).toString();
        return new SessionCommand.OpenIncident(
                any(IncidentKind.values()), any(RESOURCES), one(2) ? branch : "b" + random.nextInt(3), "seen " + index);
    }

    private SessionCommand forgotten() {
        BranchId branch = any(branches);
        reported.add(branch);
        ResourceName resource = RESOURCES.stream()
                .filter(name -> name.hash() == branch.resourceHash())
                .findFirst()
                .orElseThrow();
        return new SessionCommand.OpenIncident(
                IncidentKind.FORGOTTEN_BRANCH, resource, branch.toString(), "seen " + index);
    }

    private SessionCommand join(SessionId session) {
        SessionId owner = one(20) ? session : last(sessions, 4);
        int place = sessions.indexOf(owner);
        long sequence = Math.min(SEQUENCES, numbers.get(place)[2] + random.nextInt(5));
        Gtrid gtrid = joins.isEmpty() || one(2)
                ? new Gtrid(GROUP, INCARNATION, owner, Math.max(1, sequence))
                : any(joins.keySet().stream().sorted().toList());
        List<SessionId> all = joins.computeIfAbsent(gtrid, joined -> new ArrayList<>());
        if (!all.contains(session) && !gtrid.session().equals(session)) {
            all.add(session);
        }
        return new SessionCommand.Join(gtrid);
    }

    private SessionCommand decide(SessionId session) {
        if (!joins.isEmpty() && one(4)) {
            Gtrid gtrid = any(joins.keySet().stream().sorted().toList());
            boolean own = gtrid.session().equals(session);
            return decide(gtrid, own || one(3));
        }
        boolean commit = random.nextInt(100) < 65;
        SessionId owner = one(10) ? any(sessions) : session;
        Gtrid gtrid = new Gtrid(
                one(50) ? new GroupId(99) : GROUP,
                one(50) ? INCARNATION - 1 : INCARNATION,
                owner,
                1 + random.nextInt(SEQUENCES));
        return decide(gtrid, commit);
    }

    private SessionCommand decide(Gtrid gtrid, boolean commit) {
        List<DecidedBranch> decided = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            DecidedBranch branch = new DecidedBranch(
                    any(RESOURCES), decided.size(), one(2) ? Witness.NONE : new Witness("w" + random.nextInt(1_000)));
            decided.add(branch);
            branches.add(branch.id(gtrid));
        }
        return new SessionCommand.Decide(
                gtrid,
                commit ? Decision.COMMIT : Decision.ABORT,
                commit ? Reason.NONE : any(Reason.values()),
                decided,
                commit && !one(5) ? joins.getOrDefault(gtrid, List.of()) : List.of());
    }

    private SessionCommand finished() {
        List<FinishedBranch> finished = new ArrayList<>();
        for (int i = branches.isEmpty() ? 0 : 1 + random.nextInt(4); i > 0; i--) {
            finished.add(new FinishedBranch(
                    branches.get(branches.size() - 1 - random.nextInt(Math.min(branches.size(), 80)))));
        }
        return new SessionCommand.Finished(finished);
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> T any(T[] of) {
        return of[random.nextInt(of.length)];
    }
}
