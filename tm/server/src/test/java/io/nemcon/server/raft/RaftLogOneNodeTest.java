package io.nemcon.server.raft;

import static io.nemcon.server.raft.TestGroup.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nemcon.core.check.CorruptStateError;
import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import io.nemcon.node.log.Role;
import io.nemcon.server.raft.TestNode.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    // style: a node that finds its state corrupt stops itself
    @Test
    void aStateMachineThatThrowsStopsTheNode() throws Exception {
        try (TestGroup group = oneNode()) {
            TestNode node = group.awaitLeader();
            group.commitSurely("before");

            CompletableFuture<Answer> poison = node.propose(Recorder.POISON);
            CompletableFuture<Answer> after = node.propose("after");

            assertThat(get(poison).failure())
                    .as("it is in the log, and this node did not apply it")
                    .isEqualTo(ProposeFailure.UNKNOWN);
            assertThat(get(after).committed()).isFalse();
            await().atMost(TestGroup.PATIENCE).until(() -> node.state().role() == Role.STOPPED);
            assertThat(node.recorder().failure()).isInstanceOf(CorruptStateError.class);
            assertThat(node.recorder().entries()).containsExactly("before");
            assertThat(node.recorder().complaints()).isEmpty();
        }
    }

    @Test
    void moreProposalsAndReadsThanMayWaitAreTurnedAwayByTheLimitsName() throws Exception {
        RaftLimits few = new RaftLimits(3, 2, 100, 1 << 20, 1 << 20);
        try (TestGroup group = new TestGroup(folder, 1, 0, config -> config.with(few)).start()) {
            TestNode node = group.awaitLeader();
            CountDownLatch held = new CountDownLatch(1);
            node.log().execute(() -> Uninterrupted.await(held));

            List<CompletableFuture<Answer>> proposals =
                    Stream.generate(() -> node.propose("entry")).limit(4).toList();
            List<CompletableFuture<Boolean>> reads =
                    Stream.generate(node::read).limit(3).toList();

            assertThat(get(proposals.get(3)).failure()).isEqualTo(ProposeFailure.BUSY);
            assertThat(get(proposals.get(3)).why()).contains("proposalsWaitingMax");
            assertThat(get(reads.get(2))).isFalse();
            held.countDown();
            assertThat(proposals.subList(0, 3))
                    .allMatch(proposal -> get(proposal).committed());
            assertThat(reads.subList(0, 2)).allMatch(TestGroup::get);
        }
    }

    @Test
    void noThreadIsLeftThatWouldKeepTheProcess() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (TestGroup group = oneNode()) {
            group.commitSurely("one");
        }
        await().atMost(TestGroup.PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> !before.contains(thread)
                                && !thread.isDaemon()
                                && !thread.getName().startsWith("awaitility"))
                        .isEmpty());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("nemcon-apply");
    }

    @Test
    void neitherBoltNorItsDeserializerIsOnTheClassPath() {
        assertThatThrownBy(() -> Class.forName("com.alipay.remoting.rpc.RpcServer"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> Class.forName("com.caucho.hessian.io.Hessian2Input"))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
