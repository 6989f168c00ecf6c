package io.nemcon.core.ledger;

import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.SessionCommand;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a person must settle; by the log index that opened it. */
final class Incidents {

    private final TreeMap<Long, IncidentInfo> open = new TreeMap<>();

    /** The open incident of the same kind about the same branch. */
    @Nullable
    IncidentInfo same(SessionCommand.OpenIncident command) {
        for (IncidentInfo incident : open.values()) {
            if (incident.kind() == command.kind()
                    && incident.resource().equals(command.resource())
                    && incident.branch().equals(command.branch())) {
                return incident;
            }
        }
        return null;
    }

    void add(IncidentInfo incident) {
        open.put(incident.incident(), incident);
    }

    boolean contains(long id) {
        return open.containsKey(id);
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
