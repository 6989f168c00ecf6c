package io.nemcon.server.cli.operator;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Answer.ResourceRow;
import io.nemcon.core.protocol.Query;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nemcon resource list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the resources that agents ever registered, by name.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:wrong usage",
            "3:no leader answered",
            "5:with --check: a resource of this page has no agent, an incident, or a decision unfinished for over a minute"
        })
final class ResourceListCommand extends GroupTask {

    private static final int AGENT_WIDTH = 24;

    /** What is decided is carried out within seconds. */
    private static final long DECISION_AGE_MAX_MS = 60_000;

    @Mixin
    private Paging paging = new Paging();

    @Option(
            names = "--check",
            description =
                    "Exit with 5 if one has no agent, an open incident, or a decision unfinished for a minute; for monitoring.")
    private boolean check;

    @Override
    int run(GroupClient client, PrintWriter out) throws AskFailedException, IOException, InterruptedException {
        ResourceName after = paging.after().isEmpty() ? null : new ResourceName(paging.after());
        Answer.Resources page = client.query(new Query.Resources(after, paging.limit()), Answer.Resources.class);
        List<ResourceRow> rows = page.resources();
        String next = page.more() ? rows.get(rows.size() - 1).resource().value() : null;
        if (isJson()) {
            out.println(JsonText.object(json -> {
                JsonText.list(json, "resources", rows, JsonText::resource);
                JsonText.more(json, next);
            }));
        } else {
            table(rows).print(out);
        }
        if (next != null) {
            sayMore(next);
        }
        long nowMs = System.currentTimeMillis();
        boolean unhealthy = rows.stream().anyMatch(row -> isUnhealthy(row, nowMs));
        return check && unhealthy ? ExitCodes.UNHEALTHY : ExitCodes.DONE;
    }

    static boolean isUnhealthy(ResourceRow row, long nowMs) {
        return row.agentCount() == 0
                || row.incidentsOpen() > 0
                || (row.oldestDecidedMs() != 0 && nowMs - row.oldestDecidedMs() > DECISION_AGE_MAX_MS);
    }

    private static Table table(List<ResourceRow> rows) {
        long nowMs = System.currentTimeMillis();
        Table table =
                new Table("ACTIVE AGENT", "STANDBY", "LAST FULL SCAN", "UNFINISHED", "OLDEST", "INCIDENTS", "RESOURCE");
        for (ResourceRow row : rows) {
            table.row(
                    row.agents().isEmpty()
                            ? "none"
                            : Text.cut(row.agents().get(0).name(), AGENT_WIDTH),
                    String.valueOf(Math.max(0, row.agentCount() - 1)),
                    scan(row, nowMs),
                    String.valueOf(row.unfinished()),
                    Text.age(row.oldestDecidedMs(), nowMs),
                    String.valueOf(row.incidentsOpen()),
                    row.resource().value());
        }
        return table;
    }

    /** A scan is reported only when something had happened that needed it: an old one is no bad sign by itself. */
    static String scan(ResourceRow row, long nowMs) {
        String last = row.scannedMs() == 0 ? "never" : Text.age(row.scannedMs(), nowMs) + " ago";
        return row.scanWanted() ? last + ", wanted" : last;
    }
}
