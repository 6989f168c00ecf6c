package io.nemcon.simulation.check;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.Entry;
import io.nemcon.core.protocol.EntryCodec;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.SessionCommand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the log says, read independently of the ledger's code: which sessions live and which are forgotten, and the first
 * decision of each transaction.
 */
final class Decisions {

    /** One session, alive until it is ended. */
    static final class Session {
        final SessionId id;
        final Command.OpenSession opened;
        final long openedNs;
        boolean alive = true;
        long watermark = 1;

        /** The entry that ended it, and that entry's time by the ledger's clock. */
        long endIndex;

        long endedMs;

        /** When the group forgot it; the end of time before that. */
        long forgottenNs = Long.MAX_VALUE;

        /** By resource, the last list that any scan since its end began with when it was forgotten. */
        Map<ResourceName, Long> listedNs = Map.of();

        Session(SessionId id, Command.OpenSession opened, long openedNs) {
            this.id = id;
            this.opened = opened;
            this.openedNs = openedNs;
        }
    }

    /** What the group knows of a session. */
    enum Standing {
        ALIVE,
        ENDED,
        FORGOTTEN
    }

    /** The first decision of a transaction. */
    record Decided(Decision decision, SessionCommand.Decide command, long atNs) {}

    /** Hears what is new. */
    interface Listener {
        void decided(Gtrid gtrid, Decided decided);

        void expired(Session session, long term);

        /** A session is opened while so many others are alive. */
        void opened(SessionId session, long othersAlive);

        /** An owner asks to commit what its own watermark has aborted. */
        void abortedByWatermark(Gtrid gtrid);
    }

    private final Listener listener;
    private final Map<SessionId, Session> sessions = new HashMap<>();
    private final Map<Gtrid, Decided> decided = new HashMap<>();

    /** Named in a decision, and not reported finished. */
    private final Map<Gtrid, Set<BranchId>> unfinished = new HashMap<>();

    private final Rounds rounds;
    private final ResourcesRead resources = new ResourcesRead();
    private long nowNs;

    /** The entry that is being read. */
    private long index;

    private long term;

    /** The ledger's time. */
    private long timeMs;

    Decisions(Listener listener, Rounds rounds) {
        this.listener = listener;
        this.rounds = rounds;
    }

    ResourcesRead resources() {
        return resources;
    }

    void observe(long entryIndex, long entryTerm, byte[] bytes, long atNs) {
        nowNs = atNs;
        index = entryIndex;
        term = entryTerm;
        Entry entry = EntryCodec.decode(bytes);
        timeMs = Math.max(timeMs, entry.leaderTimeMs());
        int position = 0;
        for (Command command : entry.commands()) {
            observe(index * EntryCodec.COMMANDS_MAX + position, command);
            position++;
        }
    }

    private void observe(long id, Command command) {
        if (command instanceof Command.OpenSession open) {
            open(new SessionId(id), open);
        } else if (command instanceof Command.EndSession end) {
            end(end);
        } else if (command instanceof Command.FromSession from) {
            asked(from.header().session(), from.body());
            Session sender = sessions.get(from.header().session());
            if (sender != null && sender.alive) {
                sender.watermark = Math.max(sender.watermark, from.header().watermark());
            }
        } else if (command instanceof Command.ForgetExpired forget) {
            forget(forget.retentionMs());
        }
    }

    private void open(SessionId id, Command.OpenSession command) {
        if (sessions.values().stream().noneMatch(one -> one.alive && isSame(one.opened, command))) {
            listener.opened(
                    id, sessions.values().stream().filter(one -> one.alive).count());
            sessions.put(id, new Session(id, command, nowNs));
        }
    }

    private void asked(SessionId sender, SessionCommand body) {
        if (body instanceof SessionCommand.Decide decide) {
            decide(sender, decide);
        } else if (body instanceof SessionCommand.Finished finished) {
            finished.branches().forEach(one -> finish(one.branch()));
        } else if (body instanceof SessionCommand.RegisterAgent register) {
            resources.registered(sender, isAlive(sender), register);
        } else if (body instanceof SessionCommand.UnregisterAgent unregister) {
            resources.unregistered(sender, isAlive(sender), unregister);
        } else if (body instanceof SessionCommand.Scanned scan && isAlive(sender)) {
            resources.scanned(sender, scan, index, rounds.listedNs(sender, scan));
        }
    }

    private void finish(BranchId branch) {
        Set<BranchId> left = unfinished.get(branch.gtrid());
        if (left != null && left.remove(branch) && left.isEmpty()) {
            unfinished.remove(branch.gtrid());
        }
    }

    /** What ended so long ago goes, if every branch of it is reported and every resource was scanned since. */
    private void forget(long retentionMs) {
        long scannedThrough = resources.allScannedThrough();
        for (Session session : sessions.values()) {
            if (standing(session) == Standing.ENDED
                    && timeMs - session.endedMs >= retentionMs
                    && session.endIndex <= scannedThrough
                    && unfinished.keySet().stream()
                            .noneMatch(gtrid -> gtrid.session().equals(session.id))) {
                session.forgottenNs = nowNs;
                session.listedNs = resources.listedSince(session.endIndex);
            }
        }
    }

    private static boolean isSame(Command.OpenSession one, Command.OpenSession other) {
        return one.keyHigh() == other.keyHigh() && one.keyLow() == other.keyLow();
    }

    private void end(Command.EndSession end) {
        Session session = sessions.get(end.session());
        boolean isVoid = end.reason() == EndReason.EXPIRED && end.proposerTerm() != term;
        if (session == null || !session.alive || isVoid) {
            return;
        }
        if (end.reason() == EndReason.EXPIRED) {
            listener.expired(session, term);
        }
        session.alive = false;
        session.endIndex = index;
        session.endedMs = timeMs;
        resources.ended(session.id);
    }

    private void decide(SessionId sender, SessionCommand.Decide command) {
        Gtrid gtrid = command.gtrid();
        boolean othersCommit =
                command.decision() == Decision.COMMIT && !gtrid.session().equals(sender);
        if (outcome(gtrid) != Outcome.PENDING || othersCommit) {
            if (command.decision() == Decision.COMMIT && !decided.containsKey(gtrid) && isAlive(gtrid.session())) {
                listener.abortedByWatermark(gtrid);
            }
            return;
        }
        Decided first = new Decided(command.decision(), command, nowNs);
        decided.put(gtrid, first);
        if (!command.branches().isEmpty()) {
            Set<BranchId> named = new HashSet<>();
            command.branches().forEach(branch -> named.add(branch.id(gtrid)));
            unfinished.put(gtrid, named);
        }
        listener.decided(gtrid, first);
    }

    Outcome outcome(Gtrid gtrid) {
        Decided known = decided.get(gtrid);
        if (known != null) {
            return known.decision() == Decision.COMMIT ? Outcome.COMMITTED : Outcome.ABORTED;
        }
        Session owner = sessions.get(gtrid.session());
        if (owner == null) {
            return Outcome.FORGOTTEN;
        }
        return !owner.alive || gtrid.sequence() < owner.watermark ? Outcome.ABORTED : Outcome.PENDING;
    }

    /** The explicit decision; null if there is none. */
    @Nullable
    Decided decided(Gtrid gtrid) {
        return decided.get(gtrid);
    }

    /** When the group forgot it; the end of time if it has not. One that never was is forgotten always. */
    long forgottenNs(SessionId id) {
        Session session = sessions.get(id);
        return session == null ? 0 : session.forgottenNs;
    }

    /**
     * Whether the branch was prepared when the group had no reason to look for it any more: it has forgotten the session, and
     * every scan since the session's end had made its list before.
     */
    boolean isBehindTheHorizon(BranchId branch, ResourceName resource, long preparedNs) {
        Session session = sessions.get(branch.gtrid().session());
        return session != null
                && standing(session) == Standing.FORGOTTEN
                && preparedNs > session.listedNs.getOrDefault(resource, 0L);
    }

    /** What the group knows of each session that ever was. */
    Map<SessionId, Standing> standing() {
        Map<SessionId, Standing> all = new HashMap<>();
        sessions.forEach((id, session) -> all.put(id, standing(session)));
        return all;
    }

    private static Standing standing(Session session) {
        if (session.alive) {
            return Standing.ALIVE;
        }
        return session.forgottenNs == Long.MAX_VALUE ? Standing.ENDED : Standing.FORGOTTEN;
    }

    boolean isAlive(SessionId id) {
        Session session = sessions.get(id);
        return session != null && session.alive;
    }
}
