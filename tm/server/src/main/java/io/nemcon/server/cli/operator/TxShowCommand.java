package io.nemcon.server.cli.operator;

import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.Answer.JoinedSession;
import io.nemcon.core.protocol.Answer.Resolution;
import io.nemcon.core.protocol.Answer.TransactionDetail;
import io.nemcon.core.protocol.Answer.TransactionInfo;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Outcome;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nemcon tx show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Shows what the group knows of one transaction: outcome, owner, who has joined, branches that are left, incidents.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong usage", "3:no leader answered"})
final class TxShowCommand extends GroupTask {

    @Parameters(paramLabel = "TX", description = "Its id, or that of one of its branches.")
    private String tx = "";

    @Override
    int run(GroupClient client, PrintWriter out) throws AskFailedException, IOException, InterruptedException {
        Query.Transaction query = new Query.Transaction(TxId.parse(tx));
        TransactionDetail detail = client.query(query, TransactionDetail.class);
        if (isJson()) {
            out.println(JsonText.object(json -> JsonText.detailFields(json, detail)));
        } else {
            print(detail, new Details(out), System.currentTimeMillis());
        }
        return ExitCodes.DONE;
    }

    private static void print(TransactionDetail detail, Details out, long nowMs) {
        TransactionInfo info = detail.info();
        Resolution resolution = detail.resolution();
        out.line("tx", info.gtrid().toString());
        out.line("outcome", info.outcome() + (info.reason() == Reason.NONE ? "" : " (" + info.reason() + ")"));
        out.line("owner", owner(info));
        for (JoinedSession one : detail.joined()) {
            out.line("joined by", session(one.name(), one.session(), one.alive()));
        }
        if (info.sinceMs() != 0) {
            out.line(info.outcome() == Outcome.FORGOTTEN ? "reported" : "decided", Text.moment(info.sinceMs(), nowMs));
        }
        if (resolution != null) {
            out.line(
                    "resolved",
                    resolution.decision() + " by " + resolution.who() + ", "
                            + Text.moment(resolution.resolvedMs(), nowMs) + ": " + resolution.why());
        }
        out.line("branches", branches(detail));
        for (DecidedBranch branch : detail.left()) {
            out.line("", branch.resource() + "  " + branch.id(info.gtrid()));
            if (branch.witness().isPresent()) {
                out.line("", "  witness " + branch.witness().evidence());
            }
        }
        for (IncidentInfo incident : detail.incidents()) {
            String state = incident.closing() == null ? "open" : "closed";
            out.line(
                    "incident",
                    incident.incident() + ", " + state + ": " + incident.kind() + " of " + incident.resource());
        }
    }

    private static String owner(TransactionInfo info) {
        return session(info.owner(), info.gtrid().session(), info.ownerAlive());
    }

    private static String session(String name, SessionId id, boolean alive) {
        String session = "session " + id;
        if (name.isEmpty()) {
            return session + ", which the group does not know, or not any more";
        }
        return name + ", " + session + (alive ? ", alive" : ", ended");
    }

    private static String branches(TransactionDetail detail) {
        TransactionInfo info = detail.info();
        if (info.branches() > 0) {
            return info.outcome() == Outcome.FORGOTTEN
                    ? info.branches() + " reported as prepared:"
                    : info.unfinished() + " of " + info.branches() + " not reported finished:";
        }
        return switch (info.outcome()) {
            case PENDING -> "known to its owner alone until it decides";
            case COMMITTED, ABORTED -> "none is left that the group knows of";
            case FORGOTTEN -> "none is reported";
        };
    }
}
