package io.nemcon.server.cli.operator;

import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Answer.Closing;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.Query;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nemcon incident list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists incidents, the oldest first.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong usage", "3:no leader answered", "5:with --check: there are open ones"})
final class IncidentListCommand extends GroupTask {

    private static final int RESOURCE_WIDTH = 24;
    private static final int WHO_WIDTH = 24;

    @Mixin
    private Paging paging = new Paging();

    @Option(names = "--closed", description = "Those that were closed, the newest 10000 of which are kept.")
    private boolean closed;

    @Option(names = "--check", description = "Exit with 5 if any is open; for monitoring.")
    private boolean check;

    @Override
    int run(GroupClient client, PrintWriter out) throws AskFailedException, IOException, InterruptedException {
        Query.Incidents query = new Query.Incidents(paging.afterNumber(), paging.limit(), closed);
        Answer.Incidents page = client.query(query, Answer.Incidents.class);
        List<IncidentInfo> rows = page.incidents();
        String next = page.more() ? String.valueOf(rows.get(rows.size() - 1).incident()) : null;
        if (isJson()) {
            out.println(JsonText.object(json -> {
                JsonText.list(json, "incidents", rows, JsonText::incident);
                JsonText.more(json, next);
            }));
        } else {
            (closed ? closed(rows) : open(rows)).print(out);
        }
        if (next != null) {
            sayMore(next);
        }
        boolean unhealthy = check && (closed ? anyOpen(client) : !rows.isEmpty());
        return unhealthy ? ExitCodes.UNHEALTHY : ExitCodes.DONE;
    }

    private static boolean anyOpen(GroupClient client) throws AskFailedException, InterruptedException {
        return !client.query(new Query.Incidents(0, 1, false), Answer.Incidents.class)
                .incidents()
                .isEmpty();
    }

    private static Table open(List<IncidentInfo> rows) {
        long nowMs = System.currentTimeMillis();
        Table table = new Table("INCIDENT", "KIND", "RESOURCE", "AGE", "SEEN", "REPORTS", "EVIDENCE");
        for (IncidentInfo incident : rows) {
            table.row(
                    String.valueOf(incident.incident()),
                    incident.kind().name(),
                    Text.cut(incident.resource().value(), RESOURCE_WIDTH),
                    Text.age(incident.openedMs(), nowMs),
                    Text.age(incident.lastSeenMs(), nowMs),
                    String.valueOf(incident.reports()),
                    incident.evidence());
        }
        return table;
    }

    private static Table closed(List<IncidentInfo> rows) {
        long nowMs = System.currentTimeMillis();
        Table table = new Table("INCIDENT", "KIND", "RESOURCE", "AGE", "CLOSED", "BY", "REASON");
        for (IncidentInfo incident : rows) {
            Closing closing = incident.closing();
            table.row(
                    String.valueOf(incident.incident()),
                    incident.kind().name(),
                    Text.cut(incident.resource().value(), RESOURCE_WIDTH),
                    Text.age(incident.openedMs(), nowMs),
                    closing == null ? "-" : Text.age(closing.closedMs(), nowMs),
                    closing == null ? "-" : Text.cut(closing.who(), WHO_WIDTH),
                    closing == null ? "-" : closing.why());
        }
        return table;
    }
}
