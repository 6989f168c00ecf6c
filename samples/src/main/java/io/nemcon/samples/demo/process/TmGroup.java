package io.nemcon.samples.demo.process;

import io.nemcon.node.NodeStatus;
import io.nemcon.node.log.Role;
import io.nemcon.server.cli.NodeStatusClient;
import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** The TM nodes of the demo, and who of them leads. Thread-safe. */
public final class TmGroup implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int STARTS_MAX = 3;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration ASK_TIMEOUT = Duration.ofMillis(500);
    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private final List<NodeProcess> nodes;
    private final NodeStatusClient statuses = new NodeStatusClient(WireSecurity.none());

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
        Map<NodeProcess, CompletableFuture<NodeStatus>> asked = new LinkedHashMap<>();
        for (NodeProcess node : nodes) {
            if (node.process().isAlive()) {
                asked.put(node, statuses.ask(node.endpoint(), ASK_TIMEOUT));
            }
        }
        NodeProcess newest = null;
        long newestTerm = -1;
        for (Map.Entry<NodeProcess, CompletableFuture<NodeStatus>> one : asked.entrySet()) {
            Optional<NodeStatus> status = answer(one.getValue());
            if (status.isPresent()
                    && status.get().role() == Role.LEADER
                    && status.get().term() > newestTerm) {
                newest = one.getKey();
                newestTerm = status.get().term();
            }
        }
        return Optional.ofNullable(newest);
    }

    private static Optional<NodeStatus> answer(CompletableFuture<NodeStatus> asked) {
        try {
            return Optional.of(asked.join());
        } catch (CompletionException | CancellationException e) {
            return Optional.empty(); // starting, dying or dead: then it does not lead
        }
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.process().expectEnd());
        statuses.close();
        nodes.parallelStream().forEach(node -> node.process().close());
    }
}
