package io.nemcon.server.cli.operator;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Answer.ResourceRow;
import io.nemcon.core.protocol.Answer.SessionInfo;
import io.nemcon.core.protocol.Query;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nemcon resource show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one resource and the agents that offer themselves for it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:no agent ever registered it",
            "2:wrong usage",
            "3:no leader answered",
            "5:with --check: it has no agent, an incident, or a decision unfinished for over a minute"
        })
final class ResourceShowCommand extends GroupTask {

    @Parameters(paramLabel = "RESOURCE", description = "Its name.")
    private String resource = "";

    @Option(
            names = "--check",
            description =
                    "Exit with 5 if it has no agent, an open incident, or a decision unfinished for a minute; for monitoring.")
    private boolean check;

    @Override
    int run(GroupClient client, PrintWriter out) throws AskFailedException, IOException, InterruptedException {
        ResourceName name = new ResourceName(resource);
        List<ResourceRow> found =
                client.query(new Query.Resource(name), Answer.Resources.class).resources();
        if (found.isEmpty()) {
            throw new AskFailedException(
                    ExitCodes.FAILED,
                    "no agent ever registered resource " + name
                            + ": 'nemcon resource list' shows those that there are");
        }
        ResourceRow row = found.get(0);
        long nowMs = System.currentTimeMillis();
        if (isJson()) {
            out.println(JsonText.object(json -> JsonText.resourceFields(json, row)));
        } else {
            print(row, new Details(out), nowMs);
        }
        return check && ResourceListCommand.isUnhealthy(row, nowMs) ? ExitCodes.UNHEALTHY : ExitCodes.DONE;
    }

    private static void print(ResourceRow row, Details out, long nowMs) {
        out.line("resource", row.resource().value());
        String label = "active";
        for (SessionInfo agent : row.agents()) {
            out.line(
                    label,
                    agent.name() + ", " + Text.lower(agent.kind()) + " session " + agent.session() + ", since "
                            + Text.moment(agent.openedMs(), nowMs));
            label = "standby";
        }
        if (row.agents().isEmpty()) {
            out.line(label, "no agent: nothing is recovered there until one comes");
        } else if (row.agentCount() > row.agents().size()) {
            out.line("", "and " + (row.agentCount() - row.agents().size()) + " more");
        }
        out.line("full scan", ResourceListCommand.scan(row, nowMs));
        out.line("unfinished", row.unfinished() + " branches of decided transactions" + oldest(row, nowMs));
        out.line("incidents", row.incidentsOpen() + " open");
    }

    private static String oldest(ResourceRow row, long nowMs) {
        return row.oldestDecidedMs() == 0
                ? ""
                : ", the oldest decided " + Text.age(row.oldestDecidedMs(), nowMs) + " ago";
    }
}
