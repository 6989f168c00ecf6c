package io.nemcon.server.cli.operator;

import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Answer.Closing;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.Query;
import java.util.List;

/** One incident, asked for and told. */
final class OneIncident {

    private OneIncident() {}

    static IncidentInfo of(GroupClient client, long id) throws AskFailedException, InterruptedException {
        List<IncidentInfo> found =
                client.query(new Query.Incident(id), Answer.Incidents.class).incidents();
        if (found.isEmpty()) {
            throw new AskFailedException(
                    ExitCodes.FAILED,
                    "there is no incident " + id
                            + ", or none any more: 'nemcon incident list' shows those that are open");
        }
        return found.get(0);
    }

    static void print(IncidentInfo incident, Details out, long nowMs) {
        Closing closing = incident.closing();
        String tx = Advice.tx(incident);
        out.line("incident", incident.incident() + (closing == null ? ", open" : ", closed"));
        out.line("kind", incident.kind() + ": " + Advice.meaning(incident.kind()));
        out.line("resource", incident.resource().value());
        out.line("branch", incident.branch());
        if (tx != null) {
            out.line("tx", tx);
        }
        out.line("opened", Text.moment(incident.openedMs(), nowMs));
        String reports = incident.reports() == 1 ? "1 report" : incident.reports() + " reports";
        out.line("last seen", Text.moment(incident.lastSeenMs(), nowMs) + ", " + reports);
        out.line("evidence", incident.evidence());
        if (closing != null) {
            out.line("closed", Text.moment(closing.closedMs(), nowMs) + ", by " + closing.who() + ": " + closing.why());
        }
        String label = "what to do";
        for (String step : Advice.whatToDo(incident)) {
            out.line(label, step);
            label = "";
        }
    }
}
