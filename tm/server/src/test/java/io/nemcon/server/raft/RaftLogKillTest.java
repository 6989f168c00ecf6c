package io.nemcon.server.raft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.wire.WireEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RaftLogKillTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final List<WireEndpoint> voters = TestGroup.addresses(3);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<Child> children = new ArrayList<>();

    /** A node's process, and what it last said. */
    private final class Child {

        private final Process process;
        private volatile String said = "";

        private Child(WireEndpoint self) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx192m",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    KillableNode.class.getName(),
                    folder.resolve("node-" + self.port()).toString(),
                    self.toString()));
            voters.forEach(voter -> command.add(voter.toString()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Thread listener = new Thread(this::listen);
            listener.setDaemon(true);
            listener.start();
        }

        private void listen() {
            try (BufferedReader lines = process.inputReader(UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("ACK ")) {
                        acknowledged.add(line.substring("ACK ".length()));
                    } else {
                        said = line;
                    }
                }
            } catch (IOException e) {
                said = e.toString();
            }
        }

        /** Asks once; what it holds, or nothing if it cannot say. */
        private Set<String> holds() {
            said = "";
            try {
                process.outputWriter(UTF_8).append("?\n").flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            await().atMost(PATIENCE).until(() -> !said.isEmpty());
            return said.startsWith("HOLDS ")
                    ? new HashSet<>(List.of(said.substring("HOLDS ".length()).split(",")))
                    : Set.of();
        }
    }

    private void startAll() throws IOException {
        children.clear();
        for (WireEndpoint voter : voters) {
            children.add(new Child(voter));
        }
    }

    private void killAll() throws InterruptedException {
        children.forEach(child -> child.process.destroyForcibly());
        for (Child child : children) {
            assertThat(child.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private void awaitAcknowledged(int count) {
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= count);
    }

    @AfterEach
    void leaveNoProcess() throws InterruptedException {
        killAll();
    }

    // scenarios 6, 7, 12 and 63: SIGKILL of all nodes at once, in the middle of writing
    @Test
    void whatWasAcknowledgedSurvivesTheKillOfAllNodesAtOnce() throws Exception {
        startAll();
        for (int round = 1; round <= 2; round++) {
            awaitAcknowledged(200 * round);
            killAll();
            Set<String> before = Set.copyOf(acknowledged);
            startAll();
            awaitAcknowledged(before.size() + 1);

            Child anyone = children.get(round);
            await().atMost(PATIENCE)
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .untilAsserted(() -> assertThat(anyone.holds()).containsAll(before));
        }
    }

    // scenarios 6, 7 and 53: SIGKILL of one node after another
    @Test
    void whatWasAcknowledgedSurvivesTheKillOfEachNodeInTurn() throws Exception {
        startAll();
        for (int victim = 0; victim < 3; victim++) {
            awaitAcknowledged(acknowledged.size() + 100);
            Child killed = children.get(victim);
            killed.process.destroyForcibly();
            assertThat(killed.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            awaitAcknowledged(acknowledged.size() + 100);
            children.set(victim, new Child(voters.get(victim)));
        }
        Set<String> before = Set.copyOf(acknowledged);

        await().atMost(PATIENCE)
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> assertThat(children.get(2).holds()).containsAll(before));
    }
}
