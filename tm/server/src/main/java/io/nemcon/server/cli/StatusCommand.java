package io.nemcon.server.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nemcon.node.NodeStatus;
import io.nemcon.node.log.Role;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nemcon status}: asks every node given what it says of itself. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the nodes of a group: role, term, leader, how far each has applied.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:a leader answered", "2:wrong usage", "3:no node answered, or none of them leads"},
        footer = {"", "Example:", "  nemcon status --nodes tm1:7650,tm2:7650,tm3:7650"})
public final class StatusCommand implements Callable<Integer> {

    private static final int NO_LEADER = 3;

    enum Output {
        table,
        json
    }

    @Option(
            names = "--nodes",
            split = ",",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7650",
            description = "Nodes to ask, comma-separated (default ${DEFAULT-VALUE}).")
    private List<String> nodes = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            defaultValue = "3000",
            description = "Milliseconds to wait for each node (default ${DEFAULT-VALUE}).")
    private int timeoutMs;

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    @Mixin
    private SecurityOptions security = new SecurityOptions();

    @Spec
    private @Nullable CommandSpec spec;

    /** A node's answer, or why there is none. */
    private record Row(WireEndpoint node, @Nullable NodeStatus status, String why) {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        List<Row> rows;
        try (NodeStatusClient client = new NodeStatusClient(security.read())) {
            rows = ask(client);
        } catch (IllegalArgumentException bad) {
            throw new ParameterException(command.commandLine(), String.valueOf(bad.getMessage()));
        }
        PrintWriter out = command.commandLine().getOut();
        if (output == Output.json) {
            out.println(json(rows));
        } else {
            table(rows, out);
        }
        out.flush();
        boolean led = rows.stream()
                .anyMatch(row -> row.status() != null && row.status().role() == Role.LEADER);
        return led ? 0 : NO_LEADER;
    }

    private List<Row> ask(NodeStatusClient client) throws InterruptedException {
        Map<WireEndpoint, CompletableFuture<NodeStatus>> asked = new LinkedHashMap<>();
        for (String node : nodes) {
            WireEndpoint endpoint = WireEndpoint.parse(node.trim());
            asked.put(endpoint, client.ask(endpoint, Duration.ofMillis(timeoutMs)));
        }
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<WireEndpoint, CompletableFuture<NodeStatus>> one : asked.entrySet()) {
            try {
                rows.add(new Row(one.getKey(), one.getValue().get(), ""));
            } catch (ExecutionException failed) {
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                rows.add(new Row(one.getKey(), null, String.valueOf(cause.getMessage())));
            }
        }
        return rows;
    }

    private static void table(List<Row> rows, PrintWriter out) {
        String format = "%-22s %-9s %6s %-22s %12s %9s %11s %12s %10s%n";
        out.printf(
                format,
                "NODE",
                "ROLE",
                "TERM",
                "LEADER",
                "APPLIED",
                "SESSIONS",
                "UNFINISHED",
                "COMMITTED",
                "INCIDENTS");
        for (Row row : rows) {
            NodeStatus status = row.status();
            if (status == null) {
                out.printf("%-22s no answer: %s%n", row.node(), row.why());
            } else {
                out.printf(
                        format,
                        row.node(),
                        status.role().toString().toLowerCase(Locale.ROOT),
                        status.term(),
                        status.leader().isEmpty() ? "-" : status.leader(),
                        status.appliedIndex(),
                        status.sessionsAlive(),
                        status.unfinished(),
                        status.committed(),
                        status.incidentsOpen());
            }
        }
    }

    private static String json(List<Row> rows) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("nodes");
            for (Row row : rows) {
                json.writeStartObject();
                json.writeStringField("node", row.node().toString());
                writeStatus(json, row);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void writeStatus(JsonGenerator json, Row row) throws IOException {
        NodeStatus status = row.status();
        if (status == null) {
            json.writeStringField("error", row.why());
            return;
        }
        json.writeStringField("version", status.version());
        json.writeStringField("role", status.role().toString().toLowerCase(Locale.ROOT));
        json.writeNumberField("term", status.term());
        json.writeStringField("leader", status.leader());
        json.writeNumberField("appliedIndex", status.appliedIndex());
        json.writeNumberField("sessionsAlive", status.sessionsAlive());
        json.writeNumberField("unfinished", status.unfinished());
        json.writeNumberField("committed", status.committed());
        json.writeNumberField("incidentsOpen", status.incidentsOpen());
    }
}
