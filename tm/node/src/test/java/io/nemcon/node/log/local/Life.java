package io.nemcon.node.log.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.node.log.LogException;
import io.nemcon.node.log.ReplicatedLog.ProposeCallback;
import io.nemcon.node.log.ReplicatedLog.ProposeFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One opening of a log for a test, with its list of entries and answers that can be waited for. */
final class Life implements AutoCloseable {

    private static final long GENEROUS_SECONDS = 60;

    final ListOfEntries list;
    final LocalLog log;

    private Life(LocalLog log, ListOfEntries list) throws LogException {
        this.log = log;
        this.list = list;
        log.start(list);
    }

    static Life on(LocalLogConfig config) throws LogException {
        return new Life(new LocalLog(config), new ListOfEntries());
    }

    static Life on(LocalLogConfig config, LogFiles files) throws LogException {
        return new Life(new LocalLog(config, files), new ListOfEntries());
    }

    long term() {
        return log.state().term();
    }

    /** Proposes and waits for the answer. */
    Answer propose(String text) {
        Answer answer = new Answer();
        log.propose(ListOfEntries.entry(text), term(), answer);
        return answer.await();
    }

    void commit(String... texts) {
        for (String text : texts) {
            Answer answer = propose(text);
            assertThat(answer.why).isEmpty();
        }
    }

    /** Proposes all of these so that they share one record, and waits for every answer; none if the log has stopped. */
    List<Answer> proposeTogether(List<String> texts) {
        List<Answer> answers = new ArrayList<>();
        texts.forEach(text -> answers.add(new Answer()));
        long term = term();
        boolean accepted = log.execute(() -> {
            for (int i = 0; i < texts.size(); i++) {
                log.propose(ListOfEntries.entry(texts.get(i)), term, answers.get(i));
            }
        });
        if (!accepted) {
            return List.of();
        }
        answers.forEach(Answer::await);
        return answers;
    }

    /** Asks for a snapshot; its state is taken before a close that follows. */
    void snapshot() {
        log.snapshot();
        settle();
    }

    /** Returns when everything handed in before was done. */
    void settle() {
        CountDownLatch done = new CountDownLatch(1);
        if (log.execute(done::countDown)) {
            awaitLatch(done);
        }
    }

    @Override
    public void close() {
        log.close();
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(GENEROUS_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a proposer was told. */
    static final class Answer implements ProposeCallback {

        volatile long index;
        volatile ProposeFailure failure;
        volatile String why = "";
        private final CountDownLatch told = new CountDownLatch(1);

        @Override
        public void committed(long at) {
            tell();
            index = at;
            told.countDown();
        }

        @Override
        public void failed(ProposeFailure reason, String words) {
            tell();
            failure = reason;
            why = words;
            told.countDown();
        }

        boolean isCommitted() {
            return index > 0;
        }

        Answer await() {
            awaitLatch(told);
            return this;
        }

        private void tell() {
            assertThat(told.getCount()).as("told once").isEqualTo(1);
        }
    }
}
