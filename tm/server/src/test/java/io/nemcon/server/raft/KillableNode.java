package io.nemcon.server.raft;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nemcon.server.raft.TestNode.Answer;
import io.nemcon.wire.WireEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A node in a process of its own, for {@link RaftLogKillTest}. Arguments: folder, this node, the voters.
 *
 * <p>Proposes whenever it leads, and prints {@code ACK entry} for what was acknowledged. To each line that it reads it
 * answers {@code HOLDS entry,entry} once a read is ready.
 */
final class KillableNode {

    private static final int AT_ONCE = 8;

    private KillableNode() {}

    public static void main(String[] arguments) throws Exception {
        WireEndpoint self = WireEndpoint.parse(arguments[1]);
        List<WireEndpoint> voters =
                Stream.of(arguments).skip(2).map(WireEndpoint::parse).toList();
        TestNode node = new TestNode(
                RaftLogConfig.of(TestGroup.GROUP, self, voters, List.of(), Path.of(arguments[0]))
                        .with(TestGroup.TIMINGS),
                new Network());
        node.start();
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        Thread proposing = new Thread(() -> propose(node, self.port() + "-" + System.nanoTime() + "-", out));
        proposing.setDaemon(true);
        proposing.start();
        answer(node, out);
    }

    private static void propose(TestNode node, String prefix, PrintStream out) {
        Semaphore room = new Semaphore(AT_ONCE);
        for (long number = 0; ; number++) {
            String entry = prefix + number;
            room.acquireUninterruptibly();
            node.propose(entry).thenAccept(answer -> {
                acknowledge(entry, answer, out);
                room.release();
            });
            while (!node.leads()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static void acknowledge(String entry, Answer answer, PrintStream out) {
        if (answer.committed()) {
            out.println("ACK " + entry);
        }
    }

    private static void answer(TestNode node, PrintStream out) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        while (in.readLine() != null) {
            if (TestGroup.get(node.read())) {
                out.println("HOLDS " + String.join(",", node.recorder().entries()));
            } else {
                out.println("NOT NOW");
            }
        }
        System.exit(0);
    }
}
