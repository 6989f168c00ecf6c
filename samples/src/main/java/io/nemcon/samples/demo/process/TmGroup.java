package io.nemcon.samples.demo.process;

import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The TM nodes of the demo, and who of them leads. Thread-safe. */
public final class TmGroup implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int STARTS_MAX = 3;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private final List<NodeProcess> nodes;
    private final Leaders leaders = new Leaders();

    private TmGroup(List<NodeProcess> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Starts the nodes and waits until one leads; all over again with other ports if somebody took one. */
    public static TmGroup start(Path folder, int size) throws IOException, InterruptedException {
        return start(folder, size, NodeProcess.SMALL);
    }

    /** The same, the nodes launched in this way. */
    public static TmGroup start(Path folder, int size, JvmLaunch launch) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            TmGroup group = new TmGroup(processes(folder.resolve("group-" + attempt), size, launch));
            try {
                group.awaitLeader();
                return group;
            } catch (IOException | InterruptedException e) {
                boolean portWasTaken = group.nodes.stream()
                        .anyMatch(node -> node.process().tail().contains("already in use"));
                group.close();
                if (e instanceof InterruptedException interrupt) {
                    throw interrupt;
                }
                if (attempt == STARTS_MAX || !portWasTaken) {
                    throw e;
                }
            }
        }
    }

    private static List<NodeProcess> processes(Path folder, int size, JvmLaunch launch) throws IOException {
        Files.createDirectories(folder);
        List<WireEndpoint> endpoints = FreePorts.find(size).stream()
                .map(port -> new WireEndpoint(LOOPBACK, port))
                .toList();
        List<NodeProcess> started = new ArrayList<>();
        try {
            for (WireEndpoint endpoint : endpoints) {
                started.add(NodeProcess.start("tm-" + (started.size() + 1), endpoint, endpoints, folder, launch));
            }
            return started;
        } catch (IOException e) {
            started.forEach(node -> node.process().close());
            throw e;
        }
    }

    private void awaitLeader() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (leader().isEmpty()) {
            for (NodeProcess node : nodes) {
                if (!node.process().isAlive()) {
                    throw new IOException(
                            "a TM node did not start: " + node.process().obituary());
                }
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("no TM node leads after " + START_TIMEOUT.toSeconds() + " s; "
                        + nodes.get(0).process().obituary());
            }
            Thread.sleep(ASK_AGAIN.toMillis());
        }
    }

    /** Where clients find the group. */
    public String endpoints() {
        return nodes.stream().map(node -> node.endpoint().toString()).collect(Collectors.joining(","));
    }

    public List<ChildProcess> processes() {
        return nodes.stream().map(NodeProcess::process).toList();
    }

    /** The node that says it leads; of several, as in the moments after a change, the one with the newest term. */
    public Optional<NodeProcess> leader() {
        return leaders.find(nodes.stream()
                        .filter(node -> node.process().isAlive())
                        .map(NodeProcess::endpoint)
                        .toList())
                .flatMap(leader -> nodes.stream()
                        .filter(node -> node.endpoint().equals(leader))
                        .findFirst());
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.process().expectEnd());
        leaders.close();
        nodes.parallelStream().forEach(node -> node.process().close());
    }
}
