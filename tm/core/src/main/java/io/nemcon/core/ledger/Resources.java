package io.nemcon.core.ledger;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.SessionKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The resources that agents ever registered, who their agents are, and how far they were scanned. The first agent of a resource is the
 * active one: a standing agent if there is one, for it is there for nothing else, and of several the one that came first.
 */
final class Resources {

    /** One of them. */
    static final class Resource {
        final ResourceName name;
        final List<SessionId> agents = new ArrayList<>();

        /**
         * By living session, the number of its last word on being an agent here; also of those that left, for an older word
         * may still come.
         */
        final TreeMap<Long, Long> words = new TreeMap<>();

        long scannedThrough;

        /** When its last full scan was reported; 0 if none was. */
        long scannedMs;

        /** The highest number that was witness of a branch decided COMMIT: the database has reached it, and stays beyond. */
        long mark;

        Resource(ResourceName name) {
            this.name = name;
        }

        /** Whether the session has said something newer. */
        boolean isOutdated(SessionId session, long number) {
            return number < words.getOrDefault(session.index(), 0L);
        }

        @Nullable
        SessionId active() {
            return agents.isEmpty() ? null : agents.get(0);
        }

        /** @param standing how many of the agents are standing ones: they come first */
        void add(SessionId session, SessionKind kind, int standing) {
            agents.add(kind == SessionKind.AGENT ? standing : agents.size(), session);
        }
    }

    private final TreeMap<ResourceName, Resource> byName = new TreeMap<>();

    @Nullable
    Resource find(ResourceName name) {
        return byName.get(name);
    }

    Collection<Resource> all() {
        return byName.values();
    }

    /** Those above this name, in order; all if there is none. */
    Collection<Resource> after(@Nullable ResourceName name) {
        return name == null ? byName.values() : byName.tailMap(name, false).values();
    }

    int size() {
        return byName.size();
    }

    Resource add(ResourceName name) {
        return byName.computeIfAbsent(name, Resource::new);
    }

    /** Takes the session off every resource. */
    void removeAgent(SessionId session) {
        for (Resource resource : byName.values()) {
            resource.agents.remove(session);
            resource.words.remove(session.index());
        }
    }

    /** True if another session is the active agent now. */
    static boolean removeAgent(Resource resource, SessionId session) {
        boolean wasActive = session.equals(resource.active());
        resource.agents.remove(session);
        return wasActive && resource.active() != null;
    }

    /** The index up to which every resource was scanned; -1 if there is none, for then nothing was looked at. */
    long allScannedThrough() {
        long lowest = Long.MAX_VALUE;
        for (Resource resource : byName.values()) {
            lowest = Math.min(lowest, resource.scannedThrough);
        }
        return byName.isEmpty() ? -1 : lowest;
    }

    boolean anyMark() {
        return byName.values().stream().anyMatch(resource -> resource.mark > 0);
    }

    void hashInto(StateHash hash) {
        hash.add(byName.size());
        for (Resource resource : byName.values()) {
            hash.add(resource.name.value()).add(resource.scannedThrough).add(resource.scannedMs);
            hash.add(resource.agents.size());
            for (SessionId agent : resource.agents) {
                hash.add(agent.index());
            }
            hash.add(resource.words.size());
            resource.words.forEach((session, number) -> hash.add(session).add(number));
            if (resource.mark > 0) {
                hash.add(resource.mark);
            }
        }
    }
}
