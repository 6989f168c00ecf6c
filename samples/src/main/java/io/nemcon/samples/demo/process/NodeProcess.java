package io.nemcon.samples.demo.process;

import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One TM node, started as an operator would: {@code nemcon server --config FILE}.
 *
 * @param name for people
 */
public record NodeProcess(String name, WireEndpoint endpoint, ChildProcess process) {

    /** By name: the command line knows the demo, and packages know each other one way only. */
    private static final String COMMAND_LINE = "io.nemcon.samples.NemconCommand";

    /** Small and quickly warm, for it shares the machine with all the other processes of the demo. */
    static final JvmLaunch SMALL = JvmLaunch.plain(
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));

    /** Shorter than the defaults, which suit a network: here all nodes are on one machine. */
    private static final String ELECTION_TIMEOUT = "300ms";

    private static final String MAX_ELECTION_DELAY = "150ms";

    static NodeProcess start(
            String name, WireEndpoint endpoint, List<WireEndpoint> group, Path folder, JvmLaunch launch)
            throws IOException {
        Path config = folder.resolve(name + ".properties");
        List<String> nodes = group.stream().map(WireEndpoint::toString).toList();
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "node.name=" + name,
                        "node.listen=" + endpoint,
                        "group.name=demo",
                        "group.nodes=" + String.join(",", nodes),
                        "data.folder=" + escaped(folder.resolve(name)),
                        "raft.electionTimeout=" + ELECTION_TIMEOUT,
                        "raft.maxElectionDelay=" + MAX_ELECTION_DELAY,
                        ""),
                StandardCharsets.UTF_8);
        ChildProcess process = ChildProcess.start(
                name,
                folder.resolve(name + ".log"),
                launch,
                COMMAND_LINE,
                List.of("server", "--config", config.toString()));
        process.ignoreOutput();
        return new NodeProcess(name, endpoint, process);
    }

    /** A backslash begins an escape in a properties file. */
    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\");
    }
}
