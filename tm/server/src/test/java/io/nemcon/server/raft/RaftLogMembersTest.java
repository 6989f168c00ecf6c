package io.nemcon.server.raft;

import static io.nemcon.server.raft.TestGroup.PATIENCE;
import static io.nemcon.server.raft.TestGroup.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.node.log.Role;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// scenarios 59 and 59b
final class RaftLogMembersTest {

    @TempDir
    Path folder;

    private static void wipe(TestNode node) throws IOException {
        try (Stream<Path> files = Files.walk(node.config().folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** At whichever node leads, until it is done. */
    private static void change(
            TestGroup group,
            BiFunction<RaftMembers, WireEndpoint, CompletableFuture<Void>> change,
            WireEndpoint member) {
        await().atMost(PATIENCE).pollInterval(50, TimeUnit.MILLISECONDS).until(() -> {
            RaftMembers members = group.awaitLeader().log().members();
            return get(change.apply(members, member).handle((done, failure) -> failure == null));
        });
    }

    @Test
    void aVoterWithAWipedDiskDoesNotCountUntilItIsAddedAgain() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            group.commitSurely("known to all");
            group.nodes().forEach(node -> group.awaitEntries(node, List.of("known to all")));
            TestNode wiped = group.others(group.awaitLeader()).get(0);
            wiped.stop();
            wipe(wiped);
            wiped.start();
            TestNode leader = group.awaitLeader();
            TestNode third = group.others(leader).stream()
                    .filter(node -> node != wiped)
                    .findFirst()
                    .orElseThrow();
            third.stop();

            await().atMost(PATIENCE).until(() -> leader.state().role() == Role.CANDIDATE);
            await().during(TestGroup.TIMINGS.electionTimeout().multipliedBy(5))
                    .atMost(PATIENCE)
                    .until(() -> !leader.leads() && !wiped.leads());
            assertThat(wiped.recorder().entries()).isEmpty();

            third.start();
            change(group, RaftMembers::removeVoter, wiped.self());
            change(group, RaftMembers::addVoter, wiped.self());
            group.awaitEntries(wiped, List.of("known to all"));
            third.stop();
            group.commitSurely("with its vote");
            group.checkAllTheSame();
        }
    }

    @Test
    void anObserverIsAddedAndMadeAVoter() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            group.commitSurely("from before");
            TestNode joining = group.join(UnaryOperator.identity());

            change(group, RaftMembers::addObserver, joining.self());
            group.awaitEntries(joining, List.of("from before"));
            change(group, RaftMembers::removeObserver, joining.self());
            change(group, RaftMembers::addVoter, joining.self());
            group.commitSurely("with two");

            await().atMost(PATIENCE).until(() -> joining.state().role() == Role.FOLLOWER || joining.leads());
            group.awaitEntries(joining, List.of("with two"));
            group.checkAllTheSame();
        }
    }
}
