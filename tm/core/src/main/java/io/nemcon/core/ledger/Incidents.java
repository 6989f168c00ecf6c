package io.nemcon.core.ledger;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.core.protocol.SessionCommand;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a person must settle; by the log index that opened it. */
final class Incidents {

    /** What there is one open incident about. */
    private record Subject(IncidentKind kind, ResourceName resource, String branch) {}

    private final TreeMap<Long, IncidentInfo> open = new TreeMap<>();

    /** Looked up only, never iterated: agents report the same again and again. */
    private final Map<Subject, IncidentInfo> bySubject = new HashMap<>();

    /** The open incident of the same kind about the same branch. */
    @Nullable
    IncidentInfo same(SessionCommand.OpenIncident command) {
        return bySubject.get(new Subject(command.kind(), command.resource(), command.branch()));
    }

    void add(IncidentInfo incident) {
        open.put(incident.incident(), incident);
        bySubject.put(new Subject(incident.kind(), incident.resource(), incident.branch()), incident);
    }

    Collection<IncidentInfo> all() {
        return open.values();
    }

    int size() {
        return open.size();
    }

    void hashInto(StateHash hash) {
        hash.add(open.size());
        for (IncidentInfo incident : open.values()) {
            hash.add(incident.incident()).add(incident.kind()).add(incident.openedMs());
            hash.add(incident.resource().value()).add(incident.branch()).add(incident.evidence());
        }
    }
}
