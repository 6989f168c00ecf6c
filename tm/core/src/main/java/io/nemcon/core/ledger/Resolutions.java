package io.nemcon.core.ledger;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Decision;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What operators decided, in that order. Kept at least as long as the outcomes of a session that ended at the same time: a
 * branch may turn up late in a database that was away.
 */
final class Resolutions {

    /** @param atIndex the entry that it stands in */
    record Resolved(Gtrid gtrid, Decision decision, String who, String why, long atMs, long atIndex) {}

    private final Map<Gtrid, Resolved> byGtrid = new LinkedHashMap<>();

    /** Kept at hand, for every agent asks with every round. */
    private long lastIndex;

    @Nullable
    Resolved find(Gtrid gtrid) {
        return byGtrid.isEmpty() ? null : byGtrid.get(gtrid);
    }

    void add(Resolved resolved) {
        byGtrid.put(resolved.gtrid(), resolved);
        lastIndex = Math.max(lastIndex, resolved.atIndex());
    }

    void forget(Predicate<Resolved> which) {
        byGtrid.values().removeIf(which);
        lastIndex = byGtrid.values().stream().mapToLong(Resolved::atIndex).max().orElse(0);
    }

    /** The entry of the newest one; 0 if there is none. */
    long lastIndex() {
        return lastIndex;
    }

    Collection<Resolved> all() {
        return byGtrid.values();
    }

    int size() {
        return byGtrid.size();
    }

    void hashInto(StateHash hash) {
        hash.add(byGtrid.size());
        for (Resolved resolved : byGtrid.values()) {
            Gtrid gtrid = resolved.gtrid();
            hash.add(gtrid.incarnation()).add(gtrid.session().index()).add(gtrid.sequence());
            hash.add(resolved.decision()).add(resolved.who()).add(resolved.why());
            hash.add(resolved.atMs()).add(resolved.atIndex());
        }
    }
}
