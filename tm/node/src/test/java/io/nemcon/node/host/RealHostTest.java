package io.nemcon.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealHostTest {

    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Host host = Host.real();
    private final List<AutoCloseable> made = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : made) {
            one.close();
        }
    }

    private Host.Timer timer() {
        Host.Timer timer = host.timer("timer");
        made.add(timer);
        return timer;
    }

    private Host.Workforce workforce(int threadsMax, int waitingMax) {
        Host.Workforce workforce = host.workforce("worker", threadsMax, waitingMax);
        made.add(workforce);
        return workforce;
    }

    /** A task that goes on until it is let go. */
    private static final class Held implements Runnable {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);
        final CountDownLatch over = new CountDownLatch(1);

        @Override
        public void run() {
            begun.countDown();
            try {
                letGo.await();
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
            over.countDown();
        }

        void end() throws InterruptedException {
            letGo.countDown();
            await(over);
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(LONG_NS, TimeUnit.NANOSECONDS)).isTrue();
    }

    @Test
    void aTimerRunsWhatIsDueFirstAndOfEqualsWhatWasGivenFirst() throws Exception {
        Host.Timer timer = timer();
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(3);
        timer.schedule(() -> ran.add("in an hour"), TimeUnit.HOURS.toNanos(1));
        for (String name : List.of("first", "second")) {
            timer.schedule(
                    () -> {
                        ran.add(name);
                        all.countDown();
                    },
                    MS);
        }
        timer.schedule(
                () -> {
                    ran.add("later");
                    all.countDown();
                },
                5 * MS);

        await(all);

        assertThat(ran).containsExactly("first", "second", "later");
    }

    @Test
    void aTaskThatThrowsStopsNeitherTheTimerNorItsOwnRepeats() throws Exception {
        Host.Timer timer = timer();
        CountDownLatch repeats = new CountDownLatch(3);
        CountDownLatch other = new CountDownLatch(1);
        timer.repeat(
                () -> {
                    repeats.countDown();
                    throw new IllegalStateException("planted");
                },
                MS);

        await(repeats);
        assertThat(timer.schedule(other::countDown, 0)).isTrue();

        await(other);
    }

    @Test
    void aClosedTimerDropsWhatIsDueLaterAndTakesNothing() throws Exception {
        Host.Timer timer = timer();
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        Held running = new Held();
        timer.schedule(
                () -> {
                    running.begun.countDown();
                    try {
                        running.letGo.await();
                    } catch (InterruptedException closed) {
                        running.over.countDown();
                    }
                },
                0);
        await(running.begun);
        timer.schedule(() -> ran.add("behind it"), 0);

        timer.close();
        await(running.over);

        assertThat(timer.schedule(() -> ran.add("too late"), 0)).isFalse();
        timer.repeat(() -> ran.add("again and again"), MS);
        assertThat(ran).isEmpty();
    }

    @Test
    void aWorkforceWhereNobodyMayWaitBeginsATaskAtOnceOrDoesNotTakeIt() throws Exception {
        Host.Workforce two = workforce(2, 0);
        Held first = new Held();
        Held second = new Held();
        assertThat(two.execute(first)).isTrue();
        assertThat(two.execute(second)).isTrue();
        await(first.begun);
        await(second.begun);

        assertThat(two.execute(() -> {})).isFalse();

        first.end();
        second.end();
    }

    @Test
    void aWorkforceMakesAllItsThreadsBeforeATaskWaitsAndLetsNoMoreWaitThanMay() throws Exception {
        Host.Workforce two = workforce(2, 1);
        Held first = new Held();
        Held second = new Held();
        CountDownLatch waited = new CountDownLatch(1);
        assertThat(two.execute(first)).isTrue();
        assertThat(two.execute(second)).isTrue();
        await(first.begun);
        await(second.begun);

        assertThat(two.execute(waited::countDown)).isTrue();
        assertThat(two.execute(() -> {})).isFalse();
        first.end();
        await(waited);

        second.end();
    }

    @Test
    void aClosedWorkforceTakesNothingAndRunsWhatItTook() throws Exception {
        Host.Workforce one = workforce(1, 1);
        Held first = new Held();
        CountDownLatch waited = new CountDownLatch(1);
        one.execute(first);
        one.execute(waited::countDown);

        one.close();

        assertThat(one.execute(() -> {})).isFalse();
        first.end();
        await(waited);
    }

    @Test
    void aWorkerIsADaemonWithItsName() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();

        Host.Worker worker = host.start("somebody", () -> {
            Thread self = Thread.currentThread();
            seen.complete(self.getName() + (self.isDaemon() ? ", a daemon" : ""));
        });

        assertThat(host.await(seen, LONG_NS)).isEqualTo("somebody, a daemon");
        assertThat(worker.awaitEnd(LONG_NS)).isTrue();
    }

    @Test
    void anInterruptedWorkerThrowsWhereItWaitsAndTheFutureStaysAsItIs() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        CompletableFuture<String> ended = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        Host.Worker worker = host.start("waiting", () -> {
            begun.countDown();
            try {
                host.await(never, LONG_NS);
                ended.complete("no wait");
            } catch (InterruptedException interrupted) {
                ended.complete("interrupted");
            } catch (ExecutionException | TimeoutException other) {
                ended.completeExceptionally(other);
            }
        });
        await(begun);
        assertThat(worker.awaitEnd(MS)).isFalse();

        worker.interrupt();

        assertThat(host.await(ended, LONG_NS)).isEqualTo("interrupted");
        assertThat(worker.awaitEnd(LONG_NS)).isTrue();
        assertThat(never).isNotDone();
    }

    @Test
    void anInterruptEndsASleep() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        Host.Worker worker = host.start("asleep", () -> {
            try {
                host.sleep(LONG_NS);
                ended.complete("slept");
            } catch (InterruptedException interrupted) {
                ended.complete("interrupted");
            }
        });

        worker.interrupt();

        assertThat(host.await(ended, LONG_NS)).isEqualTo("interrupted");
    }

    @Test
    void whoWaitsIsToldWhatTheFutureSaysOrThatItsTimeIsOver() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        IllegalStateException why = new IllegalStateException("planted");

        assertThat(host.await(CompletableFuture.completedFuture("said"), 0)).isEqualTo("said");
        assertThatThrownBy(() -> host.await(CompletableFuture.failedFuture(why), LONG_NS))
                .isInstanceOf(ExecutionException.class)
                .hasCause(why);
        assertThatThrownBy(() -> host.await(never, MS)).isInstanceOf(TimeoutException.class);
        assertThat(never).isNotDone();
    }

    @Test
    void whoWaitsForTheEndAloneKeepsAnInterruptForLater() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        Thread waiting = Thread.currentThread();
        waiting.interrupt();

        host.start("slow", () -> {
            while (waiting.isInterrupted()) {
                Thread.onSpinWait(); // until the wait has taken it up
            }
            slow.complete(null);
        });
        host.awaitDone(slow);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(slow).isDone();
    }

    @Test
    void whoWaitsForTheEndAloneDoesNotCareWhichOneItIs() {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        cancelled.cancel(false);
        CompletableFuture<Void> fails = new CompletableFuture<>();
        host.start("failing", () -> fails.completeExceptionally(new IllegalStateException("planted")));

        host.awaitDone(cancelled);
        host.awaitDone(fails);

        assertThat(fails).isCompletedExceptionally();
    }
}
