package io.nemcon.simulation.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.node.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a simulated machine promises to the process on it. */
class SimHostTest {

    private static final long MILLI = 1_000_000;

    private final Scheduler scheduler = new Scheduler(new Crew(), new Trace(false));
    private final Machine machine = new Machine("app", scheduler, new SplittableRandom(1), 0);
    private final SimHost host = new SimHost(machine);
    private final List<String> events = new ArrayList<>();

    private void happens(String what) {
        events.add(scheduler.nowNs() / MILLI + " " + what);
    }

    private void sleep(long millis) {
        try {
            host.sleep(millis * MILLI);
        } catch (InterruptedException interrupted) {
            happens("interrupted");
        }
    }

    @Test
    void threadsRunOneAfterAnotherAndTimeIsVirtual() {
        host.start("one", () -> {
            happens("one begins");
            sleep(3_600_000);
            happens("one ends");
        });
        host.start("two", () -> {
            happens("two begins");
            sleep(10);
            happens("two ends");
        });

        assertThat(scheduler.runUntil(4_000_000 * MILLI)).isTrue();
        assertThat(events).containsExactly("0 one begins", "0 two begins", "10 two ends", "3600000 one ends");
    }

    @Test
    void aFutureIsWaitedForUpToItsTime() {
        CompletableFuture<String> soon = new CompletableFuture<>();
        CompletableFuture<String> never = new CompletableFuture<>();
        host.timer("timer").schedule(() -> soon.complete("done"), 5 * MILLI);
        host.start("waiting", () -> {
            try {
                happens(host.await(soon, 100 * MILLI));
                host.await(never, 100 * MILLI);
            } catch (TimeoutException | ExecutionException | InterruptedException failed) {
                happens(failed.getClass().getSimpleName());
            }
        });

        scheduler.runUntil(1_000 * MILLI);
        assertThat(events).containsExactly("5 done", "105 TimeoutException");
    }

    @Test
    void anInterruptEndsAWait() {
        Host.Worker worker = host.start("sleeper", () -> sleep(1_000));
        host.timer("timer").schedule(worker::interrupt, 20 * MILLI);

        scheduler.runUntil(2_000 * MILLI);
        assertThat(events).containsExactly("20 interrupted");
    }

    @Test
    void nothingOfAPausedProcessHappensBeforeItGoesOn() {
        host.start("sleeper", () -> {
            sleep(10);
            happens("awake");
        });
        host.timer("timer").repeat(() -> happens("tick"), 40 * MILLI);
        scheduler.after(5 * MILLI, () -> machine.pause(100 * MILLI));

        scheduler.runUntil(150 * MILLI);
        assertThat(events).containsExactly("105 tick", "105 awake", "145 tick");
    }

    @Test
    void aKilledProcessUnwindsAndDoesNothingMore() {
        host.start("worker", () -> {
            try {
                sleep(1_000);
                happens("never");
            } finally {
                happens("unwinds");
                sleep(1); // meets a dead machine
                happens("never");
            }
        });
        host.timer("timer").repeat(() -> happens("tick"), 30 * MILLI);
        scheduler.after(50 * MILLI, machine::kill);

        assertThat(scheduler.runUntil(200 * MILLI)).isTrue();
        assertThat(events).containsExactly("30 tick", "50 unwinds");
    }

    @Test
    void aProcessDiesAtTheStepThatItIsToDieAt() {
        machine.dieAfter(2);
        host.start("worker", () -> {
            for (int i = 1; i <= 5; i++) {
                machine.step();
                happens("step " + i);
            }
        });

        scheduler.runUntil(10 * MILLI);
        assertThat(events).containsExactly("0 step 1", "0 step 2");
        assertThat(machine.isAlive()).isFalse();
    }

    @Test
    void aWorkforceTakesNoMoreThanItMay() {
        Host.Workforce one = host.workforce("one", 1, 1);
        List<Boolean> taken = new ArrayList<>();
        scheduler.after(0, () -> {
            for (int i = 1; i <= 3; i++) {
                String name = "task " + i;
                taken.add(one.execute(() -> {
                    sleep(10);
                    happens(name);
                }));
            }
        });

        scheduler.runUntil(100 * MILLI);
        assertThat(taken).containsExactly(true, true, false);
        assertThat(events).containsExactly("10 task 1", "20 task 2");
    }

    @Test
    void whatAThreadThrowsIsWhatTheRunFound() {
        host.start("broken", () -> {
            throw new IllegalArgumentException("broken");
        });

        assertThat(scheduler.runUntil(MILLI)).isFalse();
        assertThat(scheduler.failure()).hasMessageContaining("thread broken ended with");
    }
}
