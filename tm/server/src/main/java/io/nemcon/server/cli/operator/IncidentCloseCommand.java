package io.nemcon.server.cli.operator;

import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.OperatorCommand;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nemcon incident close}. */
@Command(
        name = "close",
        mixinStandardHelpOptions = true,
        description = {
            "Says that an incident is settled: its branch counts as finished. Who and why are kept in the log.",
            "If its cause is there still, an agent reports it again within some ten minutes, as a new one."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:closed; with --dry-run: it would be",
            "1:refused, or not there; with --dry-run: it would be",
            "2:wrong usage",
            "3:no leader answered; nothing was changed",
            "4:no leader's answer came: it may have been closed"
        })
final class IncidentCloseCommand extends GroupTask {

    @Parameters(paramLabel = "INCIDENT", description = "Its number, as 'nemcon incident list' shows it.")
    private long incident;

    @Mixin
    private Person person = new Person();

    @Option(names = "--dry-run", description = "Change nothing; say what would happen.")
    private boolean dryRun;

    @Override
    int run(GroupClient client, PrintWriter out) throws AskFailedException, IOException, InterruptedException {
        io.nemcon.core.protocol.Command.FromOperator command = person.asks(new OperatorCommand.CloseIncident(incident));
        String refusal = dryRun
                ? client.query(new Query.Rehearse(command), Answer.Rehearsed.class)
                        .refusal()
                : refusal(close(client, command));
        if (!refusal.isEmpty()) {
            say((dryRun ? "would be refused: " : "refused: ") + refusal);
            return ExitCodes.FAILED;
        }
        IncidentInfo now = OneIncident.of(client, incident);
        if (isJson()) {
            out.println(JsonText.object(json -> {
                json.writeBooleanField("dryRun", dryRun);
                json.writeFieldName("incident");
                JsonText.incident(json, now);
            }));
        } else {
            new Details(out)
                    .line("incident", incident + ": " + now.kind() + " of " + now.resource())
                    .line(dryRun ? "would be" : "is", "closed; its branch counts as finished" + branch(now));
        }
        return ExitCodes.DONE;
    }

    private static String branch(IncidentInfo incident) {
        return switch (incident.kind()) {
            case FORGOTTEN_BRANCH, FOREIGN_BRANCH ->
                ", and if it is prepared still it is reported again: " + incident.branch();
            case LOST_BRANCH, HEURISTIC_COMMIT, HEURISTIC_ROLLBACK, HEURISTIC_MIXED -> ": " + incident.branch();
            case RESOURCE_SET_BACK -> ", for there is none; transactions commit in " + incident.resource() + " again";
            case RESOURCE_NOT_SCANNED -> ", for there is none; it is reported again until the resource is scanned";
        };
    }

    private Result close(GroupClient client, io.nemcon.core.protocol.Command.FromOperator command)
            throws AskFailedException, InterruptedException {
        try {
            return client.propose(command);
        } catch (AskFailedException failed) {
            throw failed.exitCode() == ExitCodes.UNKNOWN_OUTCOME
                    ? new AskFailedException(
                            ExitCodes.UNKNOWN_OUTCOME,
                            "incident " + incident + ": " + failed.getMessage() + "; 'nemcon incident show " + incident
                                    + "' tells once a leader answers, and the same command may be given again")
                    : failed;
        }
    }

    private static String refusal(Result result) throws AskFailedException {
        if (result instanceof Result.Refused refused) {
            return refused.why();
        }
        if (result instanceof Result.Done) {
            return "";
        }
        throw new AskFailedException(ExitCodes.FAILED, "the ledger answered " + result);
    }
}
