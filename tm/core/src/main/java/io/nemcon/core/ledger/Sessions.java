package io.nemcon.core.ledger;

import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.EndReason;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every session that is alive or not yet forgotten. */
final class Sessions {

    private record Key(long high, long low) {}

    private final TreeMap<Long, Session> byId = new TreeMap<>();

    /** Of the living, so that a repeated opening finds the first; looked up only, never iterated. */
    private final Map<Key, Session> aliveByKey = new HashMap<>();

    /** Kept at hand, for every agent asks with every round. */
    private long lastEndIndex;

    @Nullable
    Session find(SessionId id) {
        return byId.get(id.index());
    }

    Collection<Session> all() {
        return byId.values();
    }

    List<Session> alive() {
        return byId.values().stream().filter(Session::alive).toList();
    }

    int aliveCount() {
        return aliveByKey.size();
    }

    @Nullable
    Session opened(Command.OpenSession command) {
        return aliveByKey.get(new Key(command.keyHigh(), command.keyLow()));
    }

    void add(Session session) {
        byId.put(session.id.index(), session);
        lastEndIndex = Math.max(lastEndIndex, session.endIndex);
        if (session.alive()) {
            aliveByKey.put(new Key(session.keyHigh, session.keyLow), session);
        }
    }

    void end(Session session, EndReason reason, long nowMs, long index) {
        session.end(reason, nowMs, index);
        lastEndIndex = index;
        aliveByKey.remove(new Key(session.keyHigh, session.keyLow));
    }

    /** Forgets ended sessions that match. */
    void forget(Predicate<Session> which) {
        byId.values().removeIf(session -> !session.alive() && which.test(session));
        lastEndIndex = byId.values().stream()
                .mapToLong(session -> session.endIndex)
                .max()
                .orElse(0);
    }

    /** The entry that ended the last of the ended ones that match; 0 if there is none. */
    long newestEnd(Predicate<Session> which) {
        return byId.values().stream()
                .filter(session -> !session.alive() && which.test(session))
                .mapToLong(session -> session.endIndex)
                .max()
                .orElse(0);
    }

    /** The entry that ended a session last, of those not forgotten; 0 if there is none. */
    long lastEndIndex() {
        return lastEndIndex;
    }

    long committedCount() {
        long count = 0;
        for (Session session : byId.values()) {
            count += session.committed.count();
        }
        return count;
    }
}
