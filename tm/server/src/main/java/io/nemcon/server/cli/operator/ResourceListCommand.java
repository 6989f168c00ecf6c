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
            "5:with --check: a resource of this page has no agent, or an incident"
        })
final class ResourceListCommand extends GroupTask {

    private static final int AGENT_WIDTH = 24;

    @Mixin
    private Paging paging = new Paging();

    @Option(names = "--check", description = "Exit with 5 if one has no agent or an open incident; for monitoring.")
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
        boolean unhealthy = rows.stream().anyMatch(row -> row.agentCount() == 0 || row.incidentsOpen() > 0);
        return check && unhealthy ? ExitCodes.UNHEALTHY : ExitCodes.DONE;
    }

    private static Table table(List<ResourceRow> rows) {
        long nowMs = System.currentTimeMillis();
        Table table = new Table("ACTIVE AGENT", "STANDBY", "LAST FULL SCAN", "UNFINISHED", "INCIDENTS", "RESOURCE");
        for (ResourceRow row : rows) {
            table.row(
                    row.agents().isEmpty()
                            ? "none"
                            : Text.cut(row.agents().get(0).name(), AGENT_WIDTH),
                    String.valueOf(Math.max(0, row.agentCount() - 1)),
                    scan(row, nowMs),
                    String.valueOf(row.unfinished()),
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
