package io.nemcon.server.raft;

import static io.nemcon.server.raft.TestGroup.PATIENCE;
import static io.nemcon.server.raft.TestGroup.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import io.nemcon.node.log.Role;
import io.nemcon.server.raft.TestNode.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RaftLogGroupTest {

    @TempDir
    Path folder;

    private TestGroup group(int voters) throws Exception {
        return new TestGroup(folder, voters).start();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void everyNodeAppliesTheSameEntriesAndAnswersReads(int voters) throws Exception {
        try (TestGroup group = group(voters)) {
            group.commitSurely("one");
            group.commitSurely("two");

            for (TestNode node : group.nodes()) {
                await().atMost(PATIENCE).until(() -> get(node.read()));
                assertThat(node.recorder().entries())
                        .as("a read that is ready sees what was acknowledged before it")
                        .contains("one", "two");
            }
            group.checkAllTheSame();
        }
    }

    @Test
    void followersNameTheLeaderAndTakeNoProposals() throws Exception {
        try (TestGroup group = group(3)) {
            TestNode leader = group.awaitLeader();
            TestNode follower = group.others(leader).get(0);
            await().atMost(PATIENCE).until(() -> follower.state().role() == Role.FOLLOWER);

            Answer answer = get(follower.propose("not here"));

            assertThat(follower.state())
                    .isEqualTo(new LogState(
                            Role.FOLLOWER, leader.state().term(), leader.self().toString()));
            assertThat(answer.failure()).isEqualTo(ProposeFailure.NOT_LEADER);
            group.commitSurely("here");
            assertThat(leader.recorder().entries()).containsExactly("here");
        }
    }

    @Test
    void concurrentProposersEachKeepTheirOrder() throws Exception {
        try (TestGroup group = group(3)) {
            TestNode leader = group.awaitLeader();
            List<List<CompletableFuture<Answer>>> answers = new CopyOnWriteArrayList<>();

            List<Thread> proposers = IntStream.range(0, 4)
                    .mapToObj(proposer -> new Thread(() -> answers.add(IntStream.range(0, 250)
                            .mapToObj(number -> leader.propose(proposer + ":" + number))
                            .toList())))
                    .toList();
            proposers.forEach(Thread::start);
            for (Thread proposer : proposers) {
                proposer.join();
            }

            answers.forEach(own ->
                    own.forEach(answer -> assertThat(get(answer).failure()).isIn(null, ProposeFailure.UNKNOWN)));
            for (int proposer = 0; proposer < 4; proposer++) {
                String mine = proposer + ":";
                assertThat(leader.recorder().entries().stream()
                                .filter(entry -> entry.startsWith(mine))
                                .map(entry -> Integer.valueOf(entry.substring(mine.length()))))
                        .isSorted();
            }
            group.checkAllTheSame();
        }
    }

    // scenarios 6, 7, 53 and 54
    @Test
    void aNewLeaderKeepsWhatTheOldOneAcknowledged() throws Exception {
        try (TestGroup group = group(3)) {
            List<String> acknowledged = new CopyOnWriteArrayList<>();
            TestNode old = group.awaitLeader();
            List<CompletableFuture<Void>> answers = IntStream.range(0, 300)
                    .mapToObj(number -> {
                        String entry = "entry " + number;
                        return old.propose(entry).thenAccept(answer -> {
                            if (answer.committed()) {
                                acknowledged.add(entry);
                            }
                        });
                    })
                    .toList();
            get(answers.get(100));
            old.stop();
            answers.forEach(TestGroup::get);

            TestNode next = group.awaitLeader();

            assertThat(next).isNotSameAs(old);
            assertThat(next.recorder().entries()).containsAll(acknowledged);
            group.commitSurely("after");
            old.start();
            group.awaitEntries(old, acknowledged);
            group.awaitEntries(old, List.of("after"));
            group.checkAllTheSame();
        }
    }

    // scenario 63 in small
    @Test
    void allNodesStoppedAndStartedKnowEverythingAcknowledged() throws Exception {
        try (TestGroup group = group(3)) {
            List<String> entries =
                    IntStream.range(0, 50).mapToObj(number -> "entry " + number).toList();
            entries.forEach(group::commitSurely);
            group.nodes().forEach(TestNode::stop);
            group.start();

            TestNode leader = group.awaitLeader();

            assertThat(leader.recorder().entries()).containsSubsequence(entries);
            group.nodes().forEach(node -> group.awaitEntries(node, entries));
            group.checkAllTheSame();
        }
    }

    @Test
    void termsRiseAndEachHasOneLeader() throws Exception {
        try (TestGroup group = group(3)) {
            TestNode first = group.awaitLeader();
            List<LogState> before = List.copyOf(first.recorder().states());
            first.stop();
            group.awaitLeader();
            first.start();
            group.commitSurely("settled");

            List<LogState> leaders = Stream.concat(
                            before.stream(), group.nodes().stream().flatMap(node -> node.recorder().states().stream()))
                    .filter(state -> state.role() == Role.LEADER)
                    .toList();

            assertThat(leaders).hasSizeGreaterThanOrEqualTo(2);
            assertThat(leaders.stream().map(LogState::term)).doesNotHaveDuplicates();
            group.nodes().forEach(node -> assertThat(
                            node.recorder().states().stream().map(LogState::term))
                    .isSorted());
        }
    }

    // scenarios 45, 55, 56 and 57
    @Test
    void aLeaderThatIsCutOffAcknowledgesNothingAndAnswersNoRead() throws Exception {
        try (TestGroup group = group(3)) {
            group.commitSurely("before");
            TestNode stale = group.awaitLeader();
            group.network().cutOff(stale.self());

            CompletableFuture<Answer> lost = stale.propose("lost");
            CompletableFuture<Boolean> read = stale.read();
            group.awaitLeaderAmong(group.others(stale));
            CompletableFuture<Boolean> lateRead = stale.read();

            assertThat(get(lost).committed()).isFalse();
            assertThat(get(read)).isFalse();
            assertThat(get(lateRead)).isFalse();
            assertThat(get(lost).failure()).isEqualTo(ProposeFailure.UNKNOWN);
            assertThat(stale.recorder().entries()).containsExactly("before");
            assertThat(stale.state().role()).isNotEqualTo(Role.LEADER);

            TestNode next = group.awaitLeaderAmong(group.others(stale));
            assertThat(get(next.propose("meanwhile")).committed()).isTrue();
            group.network().heal();
            group.awaitEntries(stale, List.of("meanwhile"));
            group.checkAllTheSame();
        }
    }
}
