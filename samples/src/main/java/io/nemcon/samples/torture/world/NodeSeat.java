package io.nemcon.samples.torture.world;

import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A TM node, started as an operator would; everybody else reaches it through its proxy. Thread-safe. */
final class NodeSeat extends ProcessSeat {

    /** By name: the command line knows this package, and packages know each other one way only. */
    private static final String COMMAND_LINE = "io.nemcon.samples.NemconCommand";

    private final WireEndpoint endpoint;
    private final Path config;

    private NodeSeat(String name, WireEndpoint endpoint, Path config) throws IOException {
        super(name, start(name, config));
        this.endpoint = endpoint;
        this.config = config;
    }

    /**
     * Starts its first life.
     *
     * @param endpoint where it listens
     * @param proxy its own
     * @param group the proxies of all nodes
     */
    static NodeSeat start(String name, WireEndpoint endpoint, WireEndpoint proxy, List<WireEndpoint> group, Path folder)
            throws IOException {
        Path config = folder.resolve(name + ".properties");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "node.name=" + name,
                        "node.listen=" + endpoint,
                        "node.address=" + proxy,
                        "group.name=torture",
                        "group.nodes="
                                + group.stream().map(WireEndpoint::toString).collect(Collectors.joining(",")),
                        "data.folder=" + folder.resolve(name).toString().replace("\\", "\\\\"),
                        "raft.electionTimeout=500ms",
                        "raft.maxElectionDelay=250ms",
                        ""),
                StandardCharsets.UTF_8);
        return new NodeSeat(name, endpoint, config);
    }

    private static ChildProcess start(String name, Path config) throws IOException {
        ChildProcess process = ChildProcess.start(
                name,
                config.resolveSibling(name + ".log"),
                JVM_OPTIONS,
                COMMAND_LINE,
                List.of("server", "--config", config.toString()));
        process.ignoreOutput();
        return process;
    }

    @Override
    ChildProcess start() throws IOException {
        return start(name(), config);
    }

    /** Where it listens itself. */
    WireEndpoint endpoint() {
        return endpoint;
    }
}
