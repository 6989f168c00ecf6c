package io.nemcon.server.cli.operator;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Answer.TransactionInfo;
import io.nemcon.core.protocol.Query;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nemcon tx list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists transactions that are not over, the oldest first: decided ones with branches that nobody has reported"
                    + " finished, and FORGOTTEN ones that wait for a person.",
            "One that is not decided yet is known to its application alone and is not listed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong usage", "3:no leader answered"},
        footer = {"", "Example:", "  nemcon tx list --nodes tm1:7650,tm2:7650,tm3:7650"})
final class TxListCommand extends GroupTask {

    private static final int OWNER_WIDTH = 16;

    @Mixin
    private Paging paging = new Paging();

    @Override
    int run(GroupClient client, PrintWriter out) throws AskFailedException, IOException, InterruptedException {
        Query.Transactions query = new Query.Transactions(paging.afterNumber(), paging.limit());
        Answer.Transactions page = client.query(query, Answer.Transactions.class);
        List<TransactionInfo> rows = page.transactions();
        String next = page.more() ? String.valueOf(rows.get(rows.size() - 1).place()) : null;
        if (isJson()) {
            out.println(json(rows, next));
        } else {
            table(rows, out);
        }
        if (next != null) {
            sayMore(next);
        }
        return ExitCodes.DONE;
    }

    private static void table(List<TransactionInfo> rows, PrintWriter out) {
        long nowMs = System.currentTimeMillis();
        Table table = new Table("TX", "OUTCOME", "AGE", "LEFT", "OWNER", "RESOURCES");
        for (TransactionInfo info : rows) {
            table.row(
                    info.gtrid().toString(),
                    info.outcome().name(),
                    Text.age(info.sinceMs(), nowMs),
                    info.unfinished() + "/" + info.branches(),
                    owner(info),
                    info.resources().stream().map(ResourceName::value).collect(Collectors.joining(",")));
        }
        table.print(out);
    }

    private static String owner(TransactionInfo info) {
        return info.owner().isEmpty() ? "-" : Text.cut(info.owner(), OWNER_WIDTH);
    }

    private static String json(List<TransactionInfo> rows, @Nullable String next) throws IOException {
        return JsonText.object(json -> {
            JsonText.list(json, "transactions", rows, JsonText::transaction);
            JsonText.more(json, next);
        });
    }
}
