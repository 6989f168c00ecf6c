package io.nemcon.core.ledger;

import io.nemcon.core.check.CorruptStateError;
import io.nemcon.core.check.Invariant;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Reason;
import io.nemcon.core.protocol.RequestHeader;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import java.util.function.Predicate;

/** Runs the commands that concern the group and its sessions; hands a session's requests on, exactly once each. */
final class CommandRunner implements Command.Visitor<Result> {

    private final Ledger ledger;

    CommandRunner(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Result formGroup(Command.FormGroup command) {
        if (ledger.group != null) {
            return new Result.NotApplicable();
        }
        ledger.group = command.group();
        ledger.incarnation = command.incarnation();
        return new Result.Done();
    }

    @Override
    public Result leaderStarted(Command.LeaderStarted command) {
        return new Result.Done();
    }

    @Override
    public Result openSession(Command.OpenSession command) {
        if (ledger.group == null) {
            return new Result.Refused("the group is not formed yet");
        }
        Session opened = ledger.sessions.opened(command);
        if (opened != null) {
            return opened.isAsIn(command) // then a repeat whose first answer was lost (scenario 2)
                    ? new Result.SessionOpened(opened.id)
                    : new Result.Refused("the key of " + opened.id + " came again with another kind, name or ttl: each"
                            + " session needs a key of its own");
        }
        if (command.ttlMs() < Limits.SESSION_TTL_MS_MIN || command.ttlMs() > Limits.SESSION_TTL_MS_MAX) {
            return new Result.Refused("a ttl of " + command.ttlMs() + " ms is outside of the limits sessionTtlMsMin of "
                    + Limits.SESSION_TTL_MS_MIN + " and sessionTtlMsMax of " + Limits.SESSION_TTL_MS_MAX);
        }
        if (ledger.sessions.aliveCount() >= Limits.SESSIONS_ALIVE_MAX) {
            return new Result.Refused("limit sessionsAliveMax of " + Limits.SESSIONS_ALIVE_MAX + " reached");
        }
        Session session = new Session(
                new SessionId(ledger.newId()),
                command.keyHigh(),
                command.keyLow(),
                command.kind(),
                command.name(),
                command.ttlMs(),
                ledger.timeMs);
        ledger.sessions.add(session);
        ledger.emit(new Effect.SessionOpened(session.id, session.ttlMs));
        return new Result.SessionOpened(session.id);
    }

    @Override
    public Result endSession(Command.EndSession command) {
        Session session = ledger.sessions.find(command.session());
        if (session == null) {
            return new Result.NotApplicable();
        }
        if (!session.alive()) {
            return new Result.Done();
        }
        if (command.reason() == EndReason.EXPIRED && command.proposerTerm() != ledger.term) {
            return new Result.NotApplicable(); // a deposed leader's view of a lease (scenario 57)
        }
        ledger.sessions.end(session, command.reason(), ledger.timeMs, ledger.index);
        ledger.emit(new Effect.SessionEnded(session.id, command.reason()));
        ledger.abortedBelow(session.id, Long.MAX_VALUE, Reason.SESSION_ENDED);
        abortJoinedBy(session.id);
        ledger.resources.removeAgent(session.id);
        ledger.wantAgentsOf(ledger.resources.all());
        return new Result.Done();
    }

    /** It did work in them that nobody else could prepare. */
    private void abortJoinedBy(SessionId session) {
        for (Joins.Joined joined : ledger.joins.joinedBy(session)) {
            Session owner = ledger.ownerOf(joined.gtrid());
            if (owner == null) {
                throw new CorruptStateError("tx " + joined.gtrid() + " is joined, and its session is not known");
            }
            owner.aborted.add(joined.gtrid().sequence());
            owner.abortedWithJoined.add(joined.gtrid().sequence());
            ledger.decided(joined.gtrid(), Outcome.ABORTED, Reason.JOINED_SESSION_ENDED);
        }
    }

    @Override
    public Result fromOperator(Command.FromOperator command) {
        return new OperatorRunner(ledger, command).run();
    }

    @Override
    public Result fromSession(Command.FromSession command) {
        RequestHeader header = command.header();
        Session session = ledger.sessions.find(header.session());
        if (session == null || !session.alive()) {
            return command.body().accept(new RequestRunner(ledger, header, null));
        }
        session.noteAcknowledged(header.acknowledged()); // first, for it may make the room that this request needs
        Result result = header.number() == RequestHeader.IDEMPOTENT
                ? command.body().accept(new RequestRunner(ledger, header, session))
                : once(session, header, command);
        session.noteWatermark(header.watermark());
        ledger.abortedBelow(session.id, session.watermark, Reason.BELOW_WATERMARK);
        return result;
    }

    private Result once(Session session, RequestHeader header, Command.FromSession command) {
        if (header.number() < session.acknowledged) {
            return new Result.Duplicate();
        }
        long requestHash = hashOf(header, command.body());
        Session.Kept earlier = session.results.get(header.number());
        if (earlier != null) {
            return earlier.requestHash() == requestHash
                    ? earlier.result()
                    : new Result.Refused("request " + header.number() + " of " + session.id
                            + " came again with other content: each request needs a number of its own");
        }
        if (session.results.size() >= Limits.RESULTS_PER_SESSION_MAX) {
            return new Result.Refused("limit resultsPerSessionMax of " + Limits.RESULTS_PER_SESSION_MAX
                    + " reached: the session acknowledges nothing");
        }
        Result result = command.body().accept(new RequestRunner(ledger, header, session));
        session.results.put(header.number(), new Session.Kept(requestHash, result));
        return result;
    }

    /** What was asked, without what only comes along: a repeat may acknowledge more. */
    private static long hashOf(RequestHeader header, SessionCommand body) {
        RequestHeader bare = new RequestHeader(header.session(), header.number(), 0, 0);
        return new StateHash()
                .add(CommandCodec.encode(new Command.FromSession(bare, body)))
                .value();
    }

    @Override
    public Result forgetExpired(Command.ForgetExpired command) {
        Predicate<Session> due =
                session -> session.unfinished == 0 && ledger.timeMs - session.endedMs >= command.retentionMs();
        long scannedThrough = ledger.resources.allScannedThrough();
        ledger.sessions.forget(session -> session.endIndex <= scannedThrough && due.test(session));
        ledger.resolutions.forget(resolved -> ledger.transactions.find(resolved.gtrid()) == null
                && ledger.ownerOf(resolved.gtrid()) == null
                && resolved.atIndex() <= scannedThrough
                && ledger.timeMs - resolved.atMs() >= command.retentionMs());
        callForScan(ledger.sessions.newestEnd(
                session -> due.test(session) && ledger.timeMs - session.endedMs > command.retentionMs()));
        return new Result.Done();
    }

    /**
     * A resource that nobody scans keeps every outcome since, for ever: a person has to know. The incident is closed by the
     * next scan. One a command, for an id is made of its place.
     */
    private void callForScan(long throughIndex) {
        for (Resources.Resource resource : ledger.resources.all()) {
            if (resource.scannedThrough < throughIndex
                    && ledger.incidents.notScanned(resource.name) == null
                    && ledger.incidents.size() < Limits.INCIDENTS_OPEN_MAX) {
                RequestRunner.open(
                        ledger,
                        new SessionCommand.OpenIncident(
                                IncidentKind.RESOURCE_NOT_SCANNED,
                                resource.name,
                                "",
                                "scanned through index " + resource.scannedThrough
                                        + " only, so the outcomes of sessions that ended later are kept though their time"
                                        + " is over: does an agent of it run, and does it reach its database?"));
                return;
            }
        }
    }

    @Override
    public Result noteHash(Command.NoteHash command) {
        ledger.notedIndex = ledger.index;
        ledger.notedHash = ledger.hash();
        return new Result.Done();
    }

    @Override
    public Result compareHash(Command.CompareHash command) {
        if (command.atIndex() != ledger.notedIndex) {
            return new Result.NotApplicable(); // restored from a snapshot since
        }
        Invariant.check(
                command.hash() == ledger.notedHash,
                "state at index %s has hash %x, the leader's has %x: this replica differs and must be rebuilt",
                command.atIndex(),
                ledger.notedHash,
                command.hash());
        return new Result.Done();
    }
}
