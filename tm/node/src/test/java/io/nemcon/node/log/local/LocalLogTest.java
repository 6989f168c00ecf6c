package io.nemcon.node.log.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import io.nemcon.node.log.ReplicatedLog.ReadCallback;
import io.nemcon.node.log.Role;
import io.nemcon.node.log.local.Life.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a local log promises to the process it lives in, on a real folder. */
class LocalLogTest {

    @TempDir
    Path parent;

    private LocalLogConfig config() {
        return new LocalLogConfig(parent.resolve("made").resolve("log"), 64 << 10, 4 << 10, 1000, 1 << 20);
    }

    @Test
    void everythingAcknowledgedIsThereInOrderAfterReopening() throws Exception {
        try (Life first = Life.on(config())) {
            assertThat(first.propose("a").index).isEqualTo(1);
            assertThat(first.propose("b").index).isEqualTo(2);
            assertThat(first.list.entries).containsExactly("a", "b");
        }
        try (Life second = Life.on(config())) {
            assertThat(second.list.entries).containsExactly("a", "b");
            assertThat(second.propose("c").index).isEqualTo(3);
        }
        try (Life third = Life.on(config())) {
            assertThat(third.list.entries).containsExactly("a", "b", "c");
        }
    }

    @Test
    void leadsAtOnceInATermThatIsOneHigherAtEachOpening() throws Exception {
        for (long term = 1; term <= 3; term++) {
            Life life = Life.on(config());
            assertThat(life.log.state()).isEqualTo(new LogState(Role.LEADER, term, ""));
            life.close();
            assertThat(life.list.states)
                    .containsExactly(new LogState(Role.LEADER, term, ""), new LogState(Role.STOPPED, term, ""));
        }
    }

    @Test
    void aProposalForAnotherTermIsRefused() throws Exception {
        try (Life life = Life.on(config())) {
            Answer answer = new Answer();
            life.log.propose(ListOfEntries.entry("x"), life.term() + 1, answer);
            assertThat(answer.await().failure).isEqualTo(ProposeFailure.NOT_LEADER);
            life.settle();
            assertThat(life.list.entries).isEmpty();
        }
    }

    @Test
    void aLogThatIsNotOpenTakesNothing() throws Exception {
        LocalLog log = new LocalLog(config());
        Answer early = new Answer();
        log.propose(ListOfEntries.entry("x"), 0, early);
        assertThat(early.await().failure).isEqualTo(ProposeFailure.NOT_LEADER);
        assertThat(log.execute(() -> {})).isFalse();

        log.start(new ListOfEntries());
        log.close();
        log.close();
        Answer late = new Answer();
        log.propose(ListOfEntries.entry("x"), 1, late);
        assertThat(late.await().failure).isEqualTo(ProposeFailure.NOT_LEADER);
        assertThat(late.why).contains("it was closed");
        assertThat(log.execute(() -> {})).isFalse();
        assertThat(log.state().role()).isEqualTo(Role.STOPPED);
        assertThatThrownBy(() -> log.start(new ListOfEntries())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEntryBeyondTheLimitIsRefusedByName() throws Exception {
        try (Life life = Life.on(config())) {
            life.commit("x".repeat(4 << 10));
            assertThatThrownBy(() -> life.propose("x".repeat((4 << 10) + 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("recordBytesMax = 4096");
        }
    }

    @Test
    void beyondItsLimitTheQueueRefusesByName() throws Exception {
        LocalLogConfig config = new LocalLogConfig(parent.resolve("log"), 64 << 10, 100, 3, 1 << 20);
        try (Life life = Life.on(config)) {
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch held = new CountDownLatch(1);
            life.log.execute(() -> {
                held.countDown();
                Life.awaitLatch(release);
            });
            Life.awaitLatch(held);
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Answer answer = new Answer();
                life.log.propose(ListOfEntries.entry("e" + i), life.term(), answer);
                answers.add(answer);
            }
            release.countDown();
            answers.forEach(Answer::await);
            assertThat(answers.stream().filter(Answer::isCommitted)).hasSizeBetween(2, 3);
            assertThat(answers.get(4).failure).isEqualTo(ProposeFailure.BUSY);
            assertThat(answers.get(4).why).contains("queueMax = 3");
        }
    }

    @Test
    void moreThanFitsIntoOneRecordGoesIntoTheNext() throws Exception {
        List<String> texts =
                IntStream.range(0, 200).mapToObj(i -> i + "x".repeat(1000)).toList();
        try (Life life = Life.on(config())) {
            assertThat(life.proposeTogether(texts)).allMatch(Answer::isCommitted);
        }
        try (Life again = Life.on(config())) {
            assertThat(again.list.entries).isEqualTo(texts);
        }
    }

    @Test
    void proposersOnManyThreadsEachGetAnIndexOfTheirOwn() throws Exception {
        int threads = 8;
        int each = 200;
        try (Life life = Life.on(config())) {
            List<Thread> proposers = IntStream.range(0, threads)
                    .mapToObj(t -> new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            Answer answer = life.propose(t + ":" + i);
                            assertThat(life.list.entries.get((int) answer.index - 1))
                                    .isEqualTo(t + ":" + i);
                        }
                    }))
                    .toList();
            proposers.forEach(Thread::start);
            for (Thread proposer : proposers) {
                proposer.join();
            }
            assertThat(life.list.entries).hasSize(threads * each).doesNotHaveDuplicates();
        }
        try (Life again = Life.on(config())) {
            assertThat(again.list.entries).hasSize(threads * each).doesNotHaveDuplicates();
        }
    }

    @Test
    void aReadSeesEveryEntryAcknowledgedBeforeIt() throws Exception {
        try (Life life = Life.on(config())) {
            for (int i = 1; i <= 100; i++) {
                life.commit("e" + i);
                AtomicReference<Integer> seen = new AtomicReference<>();
                CountDownLatch done = new CountDownLatch(1);
                life.log.readIndex(new ReadCallback() {
                    @Override
                    public void ready() {
                        seen.set(life.list.entries.size());
                        done.countDown();
                    }

                    @Override
                    public void failed(String why) {
                        done.countDown();
                    }
                });
                Life.awaitLatch(done);
                assertThat(seen.get()).isEqualTo(i);
            }
        }
    }

    @Test
    void callbacksAndActionsRunOnTheOneApplyThread() throws Exception {
        try (Life life = Life.on(config())) {
            AtomicReference<String> ofAction = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            life.log.execute(() -> {
                ofAction.set(Thread.currentThread().getName());
                done.countDown();
            });
            Life.awaitLatch(done);
            assertThat(ofAction.get()).isEqualTo("nemcon-log");
        }
    }

    @Test
    void aCallbackThatThrowsHurtsNobodyElse() throws Exception {
        try (Life life = Life.on(config())) {
            life.log.execute(() -> {
                throw new IllegalStateException("a fault of the caller");
            });
            life.commit("a", "b");
        }
    }

    @Test
    void aListenerThatThrowsEndsTheLogAndTheProposerIsNotToldYes() throws Exception {
        ListOfEntries broken = new ListOfEntries() {
            @Override
            public void onCommitted(long index, long term, byte[] entry) {
                if (new String(entry).equals("poison")) {
                    throw new IllegalStateException("cannot apply");
                }
                super.onCommitted(index, term, entry);
            }
        };
        LocalLog log = new LocalLog(config());
        log.start(broken);
        Answer answer = new Answer();
        log.propose(ListOfEntries.entry("poison"), log.state().term(), answer);
        assertThat(answer.await().failure).isEqualTo(ProposeFailure.UNKNOWN);
        log.close();
        assertThat(broken.failures).hasSize(1);
        assertThat(log.state().role()).isEqualTo(Role.STOPPED);
    }

    @Test
    void closingFailsWhatWaitsAsUnknownAndRunsWhatItAccepted() throws Exception {
        Life life = Life.on(config());
        AtomicBoolean ran = new AtomicBoolean();
        List<Answer> answers = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        life.log.execute(() -> {
            life.log.close();
            for (int i = 0; i < 3; i++) {
                Answer answer = new Answer();
                answers.add(answer);
                life.log.propose(ListOfEntries.entry("late" + i), life.term(), answer);
            }
            assertThat(life.log.execute(() -> ran.set(true))).isTrue();
            done.countDown();
        });
        Life.awaitLatch(done);
        answers.forEach(Answer::await);
        life.close();
        assertThat(ran).isTrue();
        assertThat(answers).allMatch(answer -> answer.isCommitted() || answer.failure == ProposeFailure.UNKNOWN);
    }

    @Test
    void anInterruptedProposerDoesNotCloseTheLogsFile() throws Exception {
        try (Life life = Life.on(config())) {
            for (int i = 0; i < 300; i++) {
                Answer answer = new Answer();
                Thread.currentThread().interrupt();
                life.log.propose(ListOfEntries.entry("e" + i), life.term(), answer);
                life.log.snapshot();
                assertThat(Thread.interrupted()).isTrue();
                assertThat(answer.await().why).isEmpty();
            }
        }
        try (Life again = Life.on(config())) {
            assertThat(again.list.entries).hasSize(300);
        }
    }

    @Test
    void interruptingTheApplyThreadItselfDoesNotCloseTheLogsFileEither() throws Exception {
        try (Life life = Life.on(config())) {
            for (int i = 0; i < 100; i++) {
                life.log.execute(() -> Thread.currentThread().interrupt());
                life.commit("e" + i);
            }
        }
    }

    @Test
    void wrongLimitsAreReportedTogether() {
        assertThatThrownBy(() -> new LocalLogConfig(parent, 10, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("segmentBytesMax", "recordBytesMax", "queueMax", "snapshotAfterBytes");
    }
}
