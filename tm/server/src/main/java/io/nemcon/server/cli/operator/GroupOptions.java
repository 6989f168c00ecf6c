package io.nemcon.server.cli.operator;

import io.nemcon.server.cli.SecurityOptions;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom to ask, for how long, and how to print; the same for every command that asks the group. */
final class GroupOptions {

    enum Output {
        table,
        json
    }

    @Option(
            names = "--nodes",
            split = ",",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7650",
            description = "Nodes to ask, comma-separated; one of them is enough (default ${DEFAULT-VALUE}).")
    private List<String> nodes = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            defaultValue = "10000",
            description = "Milliseconds to look for a leader's answer (default ${DEFAULT-VALUE}).")
    private int timeoutMs;

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    @Mixin
    private SecurityOptions security = new SecurityOptions();

    boolean isJson() {
        return output == Output.json;
    }

    /** @throws IllegalArgumentException if an option is no good */
    GroupClient connect() throws IOException {
        if (timeoutMs < 1) {
            throw new IllegalArgumentException("--timeout is " + timeoutMs + ", one millisecond is the least");
        }
        List<WireEndpoint> endpoints =
                nodes.stream().map(node -> WireEndpoint.parse(node.trim())).toList();
        return new GroupClient(endpoints, security.read(), Duration.ofMillis(timeoutMs));
    }
}
