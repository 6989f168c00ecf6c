package io.nemcon.core.ledger;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which sessions have joined which undecided transactions. A join is taken out only together with its transaction. */
final class Joins {

    /**
     * One transaction that others have joined.
     *
     * @param sessions in the order of their joining; the first one has place 1
     */
    record Joined(Gtrid gtrid, List<SessionId> sessions) {}

    /** By the session that began it, and its sequence there. */
    private final TreeMap<Long, TreeMap<Long, Joined>> byOwner = new TreeMap<>();

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Empty if nobody has. */
    List<SessionId> of(Gtrid gtrid) {
        TreeMap<Long, Joined> owned = byOwner.get(gtrid.session().index());
        Joined joined = owned == null ? null : owned.get(gtrid.sequence());
        return joined == null ? List.of() : joined.sessions;
    }

    /** Returns its place. */
    int add(Gtrid gtrid, SessionId session) {
        Joined joined = byOwner.computeIfAbsent(gtrid.session().index(), owner -> new TreeMap<>())
                .computeIfAbsent(gtrid.sequence(), sequence -> {
                    size++;
                    return new Joined(gtrid, new ArrayList<>(2));
                });
        joined.sessions.add(session);
        return joined.sessions.size();
    }

    /** It is decided. Null if nobody had joined it. */
    @Nullable
    Joined remove(Gtrid gtrid) {
        TreeMap<Long, Joined> owned = byOwner.get(gtrid.session().index());
        if (owned == null) {
            return null;
        }
        Joined joined = owned.remove(gtrid.sequence());
        if (joined != null) {
            size--;
        }
        if (owned.isEmpty()) {
            byOwner.remove(gtrid.session().index());
        }
        return joined;
    }

    /** All that this session began, below this sequence, are decided. In the order of their sequences. */
    List<Joined> removeBelow(SessionId owner, long sequence) {
        TreeMap<Long, Joined> owned = byOwner.get(owner.index());
        if (owned == null) {
            return List.of();
        }
        NavigableMap<Long, Joined> below = owned.headMap(sequence, false);
        List<Joined> removed = List.copyOf(below.values());
        below.clear();
        size -= removed.size();
        if (owned.isEmpty()) {
            byOwner.remove(owner.index());
        }
        return removed;
    }

    /** Those that this session has joined, in the order of owner and sequence. */
    List<Joined> joinedBy(SessionId session) {
        List<Joined> found = new ArrayList<>();
        each(joined -> joined.sessions.contains(session), found::add);
        return found;
    }

    void each(Consumer<Joined> visitor) {
        each(joined -> true, visitor);
    }

    private void each(Predicate<Joined> which, Consumer<Joined> visitor) {
        for (TreeMap<Long, Joined> owned : byOwner.values()) {
            Collection<Joined> all = owned.values();
            all.stream().filter(which).forEach(visitor);
        }
    }

    /** Called only if there are any: a ledger without joins has the hash that it had before there were joins. */
    void hashInto(StateHash hash) {
        hash.add(size);
        each(joined -> {
            hash.add(joined.gtrid.session().index()).add(joined.gtrid.sequence());
            hashInto(hash, joined.sessions);
        });
    }

    static void hashInto(StateHash hash, List<SessionId> sessions) {
        hash.add(sessions.size());
        sessions.forEach(session -> hash.add(session.index()));
    }
}
