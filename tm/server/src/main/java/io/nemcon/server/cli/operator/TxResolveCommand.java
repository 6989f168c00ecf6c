package io.nemcon.server.cli.operator;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Answer.TransactionDetail;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Decision;
import io.nemcon.core.protocol.OperatorCommand;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nemcon tx resolve}. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description = {
            "Decides a transaction that nobody else can decide. The decision is an entry of the log, with who and why; it"
                    + " never changes again, and agents carry it out.",
            "FORGOTTEN: commit or rollback, once an agent has reported a branch of it. Undecided, its owner alive: rollback"
                    + " only. Decided: refused."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:decided; with --dry-run: it would be",
            "1:refused; with --dry-run: it would be",
            "2:wrong usage",
            "3:no leader answered; nothing was changed",
            "4:no leader's answer came: it may have been decided"
        },
        footer = {
            "",
            "Example:",
            "  nemcon tx resolve 54..01 rollback --reason \"stock shows no trace of it\" --dry-run"
        })
final class TxResolveCommand extends GroupTask {

    enum Verb {
        commit,
        rollback
    }

    @Parameters(index = "0", paramLabel = "TX", description = "Its id, or that of one of its branches.")
    private String tx = "";

    @Parameters(index = "1", paramLabel = "DECISION", description = "${COMPLETION-CANDIDATES}")
    private Verb verb = Verb.rollback;

    @Mixin
    private Person person = new Person();

    @Option(names = "--dry-run", description = "Change nothing; say what would happen.")
    private boolean dryRun;

    @Override
    int run(GroupClient client, PrintWriter out) throws AskFailedException, IOException, InterruptedException {
        Gtrid gtrid = TxId.parse(tx);
        Decision decision = verb == Verb.commit ? Decision.COMMIT : Decision.ABORT;
        io.nemcon.core.protocol.Command.FromOperator command =
                person.asks(new OperatorCommand.Resolve(gtrid, decision));
        String refusal = dryRun
                ? client.query(new Query.Rehearse(command), Answer.Rehearsed.class)
                        .refusal()
                : refusal(decide(client, command, gtrid));
        TransactionDetail now = client.query(new Query.Transaction(gtrid), TransactionDetail.class);
        Map<ResourceName, String> agents = refusal.isEmpty() ? agents(client, now.left()) : Map.of();
        if (isJson()) {
            out.println(json(now, decision, refusal));
        } else if (refusal.isEmpty()) {
            print(now, decision, agents, new Details(out));
        }
        if (refusal.isEmpty()) {
            return ExitCodes.DONE;
        }
        say((dryRun ? "would be refused: " : "refused: ") + refusal);
        return ExitCodes.FAILED;
    }

    private static Result decide(GroupClient client, io.nemcon.core.protocol.Command.FromOperator command, Gtrid gtrid)
            throws AskFailedException, InterruptedException {
        try {
            return client.propose(command);
        } catch (AskFailedException failed) {
            throw failed.exitCode() == ExitCodes.UNKNOWN_OUTCOME
                    ? new AskFailedException(
                            ExitCodes.UNKNOWN_OUTCOME,
                            "tx " + gtrid + ": " + failed.getMessage()
                                    + "; 'nemcon tx show' tells once a leader answers,"
                                    + " and the same command may be given again")
                    : failed;
        }
    }

    private static String refusal(Result result) throws AskFailedException {
        if (result instanceof Result.Refused refused) {
            return refused.why();
        }
        if (result instanceof Result.Decided) {
            return "";
        }
        throw new AskFailedException(ExitCodes.FAILED, "the ledger answered " + result);
    }

    /** Who carries it out there; empty if there is nobody now. */
    private static Map<ResourceName, String> agents(GroupClient client, List<DecidedBranch> branches)
            throws AskFailedException, InterruptedException {
        Map<ResourceName, String> agents = new LinkedHashMap<>();
        for (DecidedBranch branch : branches) {
            if (!agents.containsKey(branch.resource())) {
                List<Answer.ResourceRow> rows = client.query(
                                new Query.Resource(branch.resource()), Answer.Resources.class)
                        .resources();
                boolean served = !rows.isEmpty() && !rows.get(0).agents().isEmpty();
                agents.put(
                        branch.resource(), served ? rows.get(0).agents().get(0).name() : "");
            }
        }
        return agents;
    }

    private void print(TransactionDetail detail, Decision decision, Map<ResourceName, String> agents, Details out) {
        out.line("tx", detail.info().gtrid().toString());
        out.line("decision", dryRun ? "would be " + decision + "; nothing was changed" : decision + ", for ever");
        String done = decision == Decision.COMMIT ? "committed" : "rolled back";
        if (agents.isEmpty()) {
            out.line("branches", "the group knows of none; agents end what they find prepared");
        }
        agents.forEach((resource, agent) -> out.line(
                "branch",
                resource
                        + (agent.isEmpty()
                                ? ": nobody serves it now; " + done + " once an agent comes"
                                : ": " + done + " by agent " + agent)));
    }

    private String json(TransactionDetail detail, Decision decision, String refusal) throws IOException {
        return JsonText.object(json -> {
            json.writeStringField("decision", decision.name());
            json.writeBooleanField("dryRun", dryRun);
            json.writeBooleanField("accepted", refusal.isEmpty());
            json.writeStringField("refusal", refusal.isEmpty() ? null : refusal);
            json.writeObjectFieldStart("transaction");
            JsonText.detailFields(json, detail);
            json.writeEndObject();
        });
    }
}
