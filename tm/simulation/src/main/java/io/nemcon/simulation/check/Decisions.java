package io.nemcon.simulation.check;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.EndReason;
import io.nemcon.core.protocol.EntryCodec;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.SessionCommand;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the log says, read independently of the ledger's code: which sessions live, and the first decision of each
 * transaction.
 */
final class Decisions {

    /** One session, alive until it is ended. */
    static final class Session {
        final SessionId id;
        final Command.OpenSession opened;
        final long openedNs;
        boolean alive = true;
        long endedNs;
        long watermark = 1;

        Session(SessionId id, Command.OpenSession opened, long openedNs) {
            this.id = id;
            this.opened = opened;
            this.openedNs = openedNs;
        }
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
    private long nowNs;

    Decisions(Listener listener) {
        this.listener = listener;
    }

    void observe(long index, long term, byte[] bytes, long atNs) {
        nowNs = atNs;
        int position = 0;
        for (Command command : EntryCodec.decode(bytes).commands()) {
            observe(index * EntryCodec.COMMANDS_MAX + position, term, command);
            position++;
        }
    }

    private void observe(long id, long term, Command command) {
        if (command instanceof Command.OpenSession open) {
            if (sessions.values().stream().noneMatch(one -> one.alive && isSame(one.opened, open))) {
                listener.opened(
                        new SessionId(id),
                        sessions.values().stream().filter(one -> one.alive).count());
                sessions.put(new SessionId(id), new Session(new SessionId(id), open, nowNs));
            }
        } else if (command instanceof Command.EndSession end) {
            end(end, term);
        } else if (command instanceof Command.FromSession from) {
            if (from.body() instanceof SessionCommand.Decide decide) {
                decide(from.header().session(), decide);
            }
            Session sender = sessions.get(from.header().session());
            if (sender != null && sender.alive) {
                sender.watermark = Math.max(sender.watermark, from.header().watermark());
            }
        }
    }

    private static boolean isSame(Command.OpenSession one, Command.OpenSession other) {
        return one.keyHigh() == other.keyHigh() && one.keyLow() == other.keyLow();
    }

    private void end(Command.EndSession end, long term) {
        Session session = sessions.get(end.session());
        boolean isVoid = end.reason() == EndReason.EXPIRED && end.proposerTerm() != term;
        if (session == null || !session.alive || isVoid) {
            return;
        }
        if (end.reason() == EndReason.EXPIRED) {
            listener.expired(session, term);
        }
        session.alive = false;
        session.endedNs = nowNs;
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

    /** When it ended; the end of time if it has not. */
    long endedNs(SessionId id) {
        Session session = sessions.get(id);
        return session == null || session.alive ? Long.MAX_VALUE : session.endedNs;
    }

    /** An agent whose session has ended, in words; empty if there is none. */
    String deadAgent(Answer.Status status) {
        for (Answer.ResourceInfo resource : status.resources()) {
            for (SessionId agent : resource.agents()) {
                if (!isAlive(agent)) {
                    return agent + " has ended and is an agent of " + resource.resource() + " still";
                }
            }
        }
        return "";
    }

    boolean isAlive(SessionId id) {
        Session session = sessions.get(id);
        return session != null && session.alive;
    }
}
