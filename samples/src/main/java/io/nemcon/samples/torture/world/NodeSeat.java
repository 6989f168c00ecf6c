package io.nemcon.samples.torture.world;

import io.nemcon.samples.demo.process.ChildProcess;
import io.nemcon.samples.torture.node.TortureNode;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A TM node; everybody else reaches it through its proxy. Thread-safe. */
final class NodeSeat extends ProcessSeat {

    private static final int CONNECT_TIMEOUT_MS = 1_000;

    private final WireEndpoint endpoint;
    private final Path config;
    private final List<String> jvmOptions;

    private NodeSeat(String name, WireEndpoint endpoint, Path config, List<String> jvmOptions) throws IOException {
        super(name, start(name, config, jvmOptions));
        this.endpoint = endpoint;
        this.config = config;
        this.jvmOptions = jvmOptions;
    }

    /**
     * Starts its first life.
     *
     * @param endpoint where it listens
     * @param proxy its own
     * @param group the proxies of all nodes
     * @param jvmOptions beyond those of all
     */
    static NodeSeat start(
            String name,
            WireEndpoint endpoint,
            WireEndpoint proxy,
            List<WireEndpoint> group,
            Path folder,
            List<String> jvmOptions)
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
        return new NodeSeat(name, endpoint, config, jvmOptions);
    }

    private static ChildProcess start(String name, Path config, List<String> jvmOptions) throws IOException {
        ChildProcess process = ChildProcess.start(
                name,
                config.resolveSibling(name + ".log"),
                options(jvmOptions),
                TortureNode.class.getName(),
                List.of(config.toString()));
        process.ignoreOutput();
        return process;
    }

    @Override
    ChildProcess start() throws IOException {
        return start(name(), config, jvmOptions);
    }

    /** Whether it listens, which it does right before it opens its folder. */
    @Override
    public boolean isUp() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it listens itself. */
    WireEndpoint endpoint() {
        return endpoint;
    }
}
