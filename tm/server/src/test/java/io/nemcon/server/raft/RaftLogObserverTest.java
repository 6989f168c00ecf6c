package io.nemcon.server.raft;

import static io.nemcon.server.raft.TestGroup.PATIENCE;
import static io.nemcon.server.raft.TestGroup.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.node.log.LogState;
import io.nemcon.node.log.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RaftLogObserverTest {

    @TempDir
    Path folder;

    @Test
    void anObserverFollowsAndAnswersReads() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3, 1, UnaryOperator.identity()).start()) {
            TestNode observer = group.node(3);
            group.commitSurely("seen");

            group.awaitEntries(observer, List.of("seen"));
            await().atMost(PATIENCE).until(() -> get(observer.read()));

            assertThat(observer.state().role()).isEqualTo(Role.OBSERVER);
            assertThat(observer.state().leader())
                    .isEqualTo(group.awaitLeader().self().toString());
        }
    }

    // Not a majority without its vote, and no candidate itself: one voter of two and an observer stay without a leader.
    @Test
    void anObserverNeverVotes() throws Exception {
        try (TestGroup group = new TestGroup(folder, 2, 1, UnaryOperator.identity()).start()) {
            TestNode observer = group.node(2);
            group.commitSurely("seen");
            group.awaitEntries(observer, List.of("seen"));
            TestNode leader = group.awaitLeader();
            TestNode left = group.others(leader).get(0);
            leader.stop();

            await().atMost(PATIENCE).until(() -> left.state().role() == Role.CANDIDATE);
            await().during(TestGroup.TIMINGS.electionTimeout().multipliedBy(5))
                    .atMost(PATIENCE)
                    .until(() -> !left.leads());

            assertThat(observer.recorder().states().stream().map(LogState::role))
                    .containsOnly(Role.OBSERVER);
            leader.start();
            group.commitSurely("with two again");
        }
    }
}
