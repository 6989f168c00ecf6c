package io.nemcon.server.cli.operator;

import io.nemcon.core.protocol.Answer.IncidentInfo;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nemcon incident show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one incident: what was found, since when, what it means, and what to do.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:there is none of that number", "2:wrong usage", "3:no leader answered"})
final class IncidentShowCommand extends GroupTask {

    @Parameters(paramLabel = "INCIDENT", description = "Its number, as 'nemcon incident list' shows it.")
    private long incident;

    @Override
    int run(GroupClient client, PrintWriter out) throws AskFailedException, IOException, InterruptedException {
        IncidentInfo found = OneIncident.of(client, incident);
        if (isJson()) {
            out.println(JsonText.object(json -> JsonText.incidentFields(json, found)));
        } else {
            OneIncident.print(found, new Details(out), System.currentTimeMillis());
        }
        return ExitCodes.DONE;
    }
}
