package io.nemcon.server.raft;

import static io.nemcon.server.raft.TestGroup.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import io.nemcon.node.log.Role;
import io.nemcon.server.raft.TestNode.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RaftLogOneNodeTest {

    @TempDir
    Path folder;

    private TestGroup oneNode() throws Exception {
        return new TestGroup(folder, 1).start();
    }

    @Test
    void aSingleNodeLeadsAndAcknowledgesWhatItApplied() throws Exception {
        try (TestGroup group = oneNode()) {
            TestNode node = group.awaitLeader();

            Answer first = get(node.propose("one"));
            Answer second = get(node.propose("two"));

            assertThat(first.committed()).isTrue();
            assertThat(second.index()).isGreaterThan(first.index());
            assertThat(node.recorder().entries()).containsExactly("one", "two");
            assertThat(get(node.read())).isTrue();
            assertThat(node.state())
                    .isEqualTo(new LogState(
                            Role.LEADER, node.state().term(), node.self().toString()));
            group.checkAllTheSame();
        }
    }

    // scenarios 6 and 7 for a group of one
    @Test
    void whatWasAcknowledgedIsThereAfterARestart() throws Exception {
        try (TestGroup group = oneNode()) {
            group.commitSurely("kept");
            group.node(0).stop();
            group.node(0).start();

            TestNode node = group.awaitLeader();

            assertThat(node.recorder().entries())
                    .as("LEADER is told only after the entries of earlier terms")
                    .containsExactly("kept");
            group.checkAllTheSame();
        }
    }

    // scenario 57
    @Test
    void anEntryForAnotherTermIsRefusedAndInNoLog() throws Exception {
        try (TestGroup group = oneNode()) {
            TestNode node = group.awaitLeader();

            Answer stale = get(node.propose("stale", node.state().term() - 1));
            Answer early = get(node.propose("early", node.state().term() + 1));
            group.commitSurely("after");

            assertThat(stale.failure()).isEqualTo(ProposeFailure.NOT_LEADER);
            assertThat(early.failure()).isEqualTo(ProposeFailure.NOT_LEADER);
            assertThat(node.recorder().entries()).containsExactly("after");
        }
    }

    @Test
    void manyRefusalsAtOnceDisturbNoAcknowledgement() throws Exception {
        try (TestGroup group = oneNode()) {
            TestNode node = group.awaitLeader();
            long term = node.state().term();

            List<CompletableFuture<Answer>> answers = IntStream.range(0, 4000)
                    .mapToObj(number -> node.propose("entry " + number, number % 2 == 0 ? term : term + 1))
                    .toList();

            for (int number = 0; number < answers.size(); number++) {
                Answer answer = get(answers.get(number));
                assertThat(answer.failure()).isEqualTo(number % 2 == 0 ? null : ProposeFailure.NOT_LEADER);
            }
            assertThat(node.recorder().entries())
                    .containsExactlyElementsOf(IntStream.range(0, 2000)
                            .mapToObj(half -> "entry " + 2 * half)
                            .toList());
            group.checkAllTheSame();
        }
    }

    @Test
    void actionsRunOnTheApplyThreadUntilTheLogIsClosed() throws Exception {
        try (TestGroup group = oneNode()) {
            TestNode node = group.awaitLeader();
            CompletableFuture<Void> ran = new CompletableFuture<>();

            boolean taken = node.log().execute(() -> {
                node.recorder().checkThread("an action");
                ran.complete(null);
            });
            get(ran);
            RaftLog log = node.log();
            node.stop();

            assertThat(taken).isTrue();
            assertThat(log.execute(() -> {})).isFalse();
            assertThat(log.state().role()).isEqualTo(Role.STOPPED);
            assertThat(node.recorder().complaints()).isEmpty();
        }
    }

    @Test
    void everyProposalIsAnsweredWhenTheLogIsClosed() throws Exception {
        try (TestGroup group = oneNode()) {
            TestNode node = group.awaitLeader();

            List<CompletableFuture<Answer>> answers = IntStream.range(0, 500)
                    .mapToObj(number -> node.propose("entry " + number))
                    .toList();
            node.stop();

            answers.forEach(answer -> assertThat(answer).isCompleted());
            assertThat(node.recorder().complaints()).isEmpty();
        }
    }
}
