package io.nemcon.core.ledger;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer.Closing;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.SessionCommand;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person must settle, and the newest of what was settled; by the log index that opened it. */
final class Incidents {

    /** What there is one open incident about. */
    private record Subject(IncidentKind kind, ResourceName resource, String branch) {

        static Subject of(IncidentInfo incident) {
            return new Subject(incident.kind(), incident.resource(), incident.branch());
        }
    }

    private final TreeMap<Long, IncidentInfo> open = new TreeMap<>();

    /** Looked up only, never iterated: agents report the same again and again. */
    private final Map<Subject, Long> bySubject = new HashMap<>();

    private final TreeMap<Long, IncidentInfo> closed = new TreeMap<>();

    /** In the order of their closing: the one closed first makes room. */
    private final Deque<Long> closedInOrder = new ArrayDeque<>();

    /** The open incident of the same kind about the same branch, which was seen once more now; null if there is none. */
    @Nullable
    IncidentInfo seenAgain(SessionCommand.OpenIncident command, long nowMs) {
        Long id = bySubject.get(new Subject(command.kind(), command.resource(), command.branch()));
        IncidentInfo before = id == null ? null : open.get(id);
        if (before == null) {
            return null;
        }
        IncidentInfo now = new IncidentInfo(
                before.incident(),
                before.kind(),
                before.resource(),
                before.branch(),
                before.evidence(),
                before.openedMs(),
                nowMs,
                before.reports() == Integer.MAX_VALUE ? Integer.MAX_VALUE : before.reports() + 1,
                null);
        open.put(now.incident(), now);
        return now;
    }

    void add(IncidentInfo incident) {
        if (incident.closing() != null) {
            keep(incident);
            return;
        }
        open.put(incident.incident(), incident);
        bySubject.put(Subject.of(incident), incident.incident());
    }

    /** Returns it as it is kept; null if none of that number is open. */
    @Nullable
    IncidentInfo close(long id, Closing closing) {
        IncidentInfo incident = open.remove(id);
        if (incident == null) {
            return null;
        }
        bySubject.remove(Subject.of(incident));
        IncidentInfo settled = new IncidentInfo(
                id,
                incident.kind(),
                incident.resource(),
                incident.branch(),
                incident.evidence(),
                incident.openedMs(),
                incident.lastSeenMs(),
                incident.reports(),
                closing);
        keep(settled);
        return settled;
    }

    private void keep(IncidentInfo settled) {
        closed.put(settled.incident(), settled);
        closedInOrder.add(settled.incident());
        if (closedInOrder.size() > Limits.INCIDENTS_CLOSED_MAX) {
            closed.remove(closedInOrder.remove());
        }
    }

    /** Open or closed; null if there is none, or none any more. */
    @Nullable
    IncidentInfo find(long id) {
        IncidentInfo incident = open.get(id);
        return incident == null ? closed.get(id) : incident;
    }

    /** The open ones about this transaction's branches. */
    List<IncidentInfo> openAbout(Gtrid gtrid) {
        return about(gtrid, open.values()).toList();
    }

    /** The same, and those that were closed after them. */
    Stream<IncidentInfo> about(Gtrid gtrid) {
        return Stream.concat(about(gtrid, open.values()), about(gtrid, closed.values()));
    }

    private static Stream<IncidentInfo> about(Gtrid gtrid, Collection<IncidentInfo> all) {
        String prefix = gtrid + "-";
        return all.stream().filter(incident -> incident.branch().startsWith(prefix));
    }

    /** The open one that says that nobody scans this resource. */
    @Nullable
    IncidentInfo notScanned(ResourceName resource) {
        Long id = bySubject.get(new Subject(IncidentKind.RESOURCE_NOT_SCANNED, resource, ""));
        return id == null ? null : open.get(id);
    }

    /** The open one that says that this resource was set back. */
    @Nullable
    IncidentInfo setBack(ResourceName resource) {
        Long id = bySubject.get(new Subject(IncidentKind.RESOURCE_SET_BACK, resource, ""));
        return id == null ? null : open.get(id);
    }

    Collection<IncidentInfo> all() {
        return open.values();
    }

    Collection<IncidentInfo> after(long id, boolean closedOnes) {
        return (closedOnes ? closed : open).tailMap(id, false).values();
    }

    /** In the order of their closing. */
    Stream<IncidentInfo> closed() {
        return closedInOrder.stream().map(closed::get);
    }

    int size() {
        return open.size();
    }

    int closedCount() {
        return closed.size();
    }

    void hashInto(StateHash hash) {
        hash.add(open.size());
        open.values().forEach(incident -> hashInto(hash, incident));
        hash.add(closed.size());
        closed().forEach(incident -> hashInto(hash, incident));
    }

    private static void hashInto(StateHash hash, IncidentInfo incident) {
        hash.add(incident.incident()).add(incident.kind()).add(incident.openedMs());
        hash.add(incident.resource().value()).add(incident.branch()).add(incident.evidence());
        hash.add(incident.lastSeenMs()).add(incident.reports());
        Closing closing = incident.closing();
        if (closing != null) {
            hash.add(closing.who()).add(closing.why()).add(closing.closedMs());
        }
    }
}
