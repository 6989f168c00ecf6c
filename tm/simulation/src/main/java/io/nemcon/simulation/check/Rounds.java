package io.nemcon.simulation.check;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.SessionCommand;
import java.util.HashMap;
import java.util.Map;

/** Agents' rounds as they are seen at their databases: what each reported scan can have known. */
final class Rounds {

    private record Place(String process, ResourceName resource) {}

    private record Report(SessionId session, SessionCommand.Scanned scan) {}

    /** When a round listed first what is prepared; absent before that. */
    private final Map<Place, Long> listedNs = new HashMap<>();

    private final Map<Report, Long> reported = new HashMap<>();

    /** A process asks what is unfinished there: with that a round begins. */
    void begins(String process, ResourceName resource) {
        listedNs.remove(new Place(process, resource));
    }

    void lists(String process, ResourceName resource, long nowNs) {
        listedNs.putIfAbsent(new Place(process, resource), nowNs);
    }

    /** A process hands its report to a sender. Of two alike nobody can tell which one the log took: the earlier list counts. */
    void reports(String process, SessionId session, SessionCommand.Scanned scan) {
        Long listed = listedNs.get(new Place(process, scan.resource()));
        if (listed != null) {
            reported.merge(new Report(session, scan), listed, Math::min);
        }
    }

    /** When the round behind that report had its list: what was prepared before is in it. */
    long listedNs(SessionId session, SessionCommand.Scanned scan) {
        return reported.getOrDefault(new Report(session, scan), 0L);
    }
}
