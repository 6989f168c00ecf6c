package io.nemcon.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.node.log.LogException;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A group of nodes in this process, and what a test waits for. */
final class TestGroup implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Slow, for a machine that does much else. */
    static final RaftTimings TIMINGS =
            new RaftTimings(Duration.ofMillis(1000), Duration.ofMillis(500), Duration.ofMillis(2000));

    static final String GROUP = "00c0ffee00c0ffee";

    private final Network network = new Network();
    private final Path folder;
    private final List<TestNode> nodes = new ArrayList<>();

    TestGroup(Path folder, int voters, int observers, UnaryOperator<RaftLogConfig> change) {
        this.folder = folder;
        List<WireEndpoint> addresses = addresses(voters + observers);
        for (WireEndpoint self : addresses) {
            RaftLogConfig config = RaftLogConfig.of(
                            GROUP,
                            self,
                            addresses.subList(0, voters),
                            addresses.subList(voters, addresses.size()),
                            folderOf(self))
                    .with(TIMINGS);
            nodes.add(new TestNode(change.apply(config), network));
        }
    }

    TestGroup(Path folder, int voters) {
        this(folder, voters, 0, UnaryOperator.identity());
    }

    /** So many ports that were free a moment ago. */
    static List<WireEndpoint> addresses(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int number = 0; number < count; number++) {
                sockets.add(new ServerSocket(0));
            }
            List<WireEndpoint> addresses = sockets.stream()
                    .map(socket -> new WireEndpoint("127.0.0.1", socket.getLocalPort()))
                    .toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return addresses;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folderOf(WireEndpoint self) {
        return folder.resolve("node-" + self.port());
    }

    TestGroup start() throws LogException {
        for (TestNode node : nodes) {
            node.start();
        }
        return this;
    }

    /** Starts one more node, which is not in the group until it is added. */
    TestNode join(UnaryOperator<RaftLogConfig> change) throws LogException {
        WireEndpoint self = addresses(1).get(0);
        RaftLogConfig founder = nodes.get(0).config();
        TestNode node = new TestNode(
                change.apply(RaftLogConfig.of(GROUP, self, founder.voters(), founder.observers(), folderOf(self))
                        .with(TIMINGS)),
                network);
        nodes.add(node);
        node.start();
        return node;
    }

    Network network() {
        return network;
    }

    List<TestNode> nodes() {
        return nodes;
    }

    TestNode node(int number) {
        return nodes.get(number);
    }

    TestNode awaitLeader() {
        return awaitLeaderAmong(nodes);
    }

    TestNode awaitLeaderAmong(List<TestNode> candidates) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> candidates.stream().anyMatch(TestNode::leads));
        return candidates.stream().filter(TestNode::leads).findFirst().orElseGet(() -> awaitLeaderAmong(candidates));
    }

    List<TestNode> others(TestNode than) {
        return nodes.stream().filter(node -> node != than && node.isRunning()).toList();
    }

    /** Commits an entry, at whichever of the nodes leads, however often that changes; it may be committed twice. */
    void commitSurely(String entry) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> get(awaitLeader().propose(entry)).committed());
    }

    void awaitEntries(TestNode node, List<String> entries) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.recorder().entries()).containsAll(entries));
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** All running nodes hold the same entries, and none was called otherwise than the port says. */
    void checkAllTheSame() {
        List<TestNode> running = nodes.stream().filter(TestNode::isRunning).toList();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        running.stream().map(node -> node.recorder().entries()).distinct())
                .hasSize(1));
        running.forEach(node -> assertThat(node.recorder().complaints()).isEmpty());
    }

    @Override
    public void close() {
        nodes.forEach(TestNode::stop);
        network.close();
    }
}
