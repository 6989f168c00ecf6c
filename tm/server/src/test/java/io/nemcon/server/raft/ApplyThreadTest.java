package io.nemcon.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ApplyThreadTest {

    private static final int BYTES_MAX = 100;

    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch held = new CountDownLatch(1);
    private final ApplyThread apply =
            new ApplyThread("apply-test", new RaftLimits(1, 1, 2, BYTES_MAX, 1), failures::add);

    @BeforeEach
    void start() {
        apply.start();
    }

    @AfterEach
    void close() {
        held.countDown();
        apply.close();
    }

    private ApplyThread.Step step(String name, long bytes) {
        return new ApplyThread.Step() {
            @Override
            void run() {
                ran.add(name);
                if (name.equals("bad")) {
                    throw new IllegalStateException(name);
                }
            }

            @Override
            void abandon() {
                ran.add(name + " abandoned");
            }

            @Override
            long bytes() {
                return bytes;
            }
        };
    }

    private void hold() {
        apply.submit(() -> Uninterrupted.await(held));
    }

    @Test
    void whatIsHandedInRunsInThatOrder() {
        apply.feed(step("one", 1));
        apply.submit(() -> ran.add("two"));
        apply.execute(() -> ran.add("three"));
        apply.close();

        assertThat(ran).containsExactly("one", "two", "three");
    }

    @Test
    void theFeederWaitsWhileTooManyBytesWait() {
        hold();
        apply.feed(step("first", BYTES_MAX));
        Thread feeder = new Thread(() -> {
            apply.feed(step("second", 1));
            ran.add("fed");
        });
        feeder.start();

        await().until(() -> feeder.getState() == Thread.State.WAITING);
        assertThat(ran).isEmpty();
        held.countDown();
        Uninterrupted.join(feeder);
        apply.close();

        assertThat(ran).startsWith("first").contains("second", "fed");
    }

    @Test
    void actionsBeyondTheLimitAreNotTakenAndOthersAre() {
        hold();
        assertThat(apply.execute(() -> ran.add("one"))).isTrue();
        assertThat(apply.execute(() -> ran.add("two"))).isTrue();
        assertThat(apply.execute(() -> ran.add("three"))).isFalse();
        assertThat(apply.submit(() -> ran.add("answer"))).isTrue();
        held.countDown();
        apply.close();

        assertThat(ran).containsExactly("one", "two", "answer");
    }

    @Test
    void afterAFailureStepsAreAbandonedAndActionsRun() {
        apply.feed(step("bad", 1));
        apply.feed(step("next", 1));
        apply.feed(step("bad", 1));
        apply.execute(() -> ran.add("action"));
        apply.close();

        assertThat(ran).containsExactly("bad", "next abandoned", "bad abandoned", "action");
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterTheEndNothingIsTaken() {
        apply.close();

        assertThat(apply.execute(() -> ran.add("action"))).isFalse();
        assertThat(apply.submit(() -> ran.add("answer"))).isFalse();
        assertThat(apply.feed(step("entry", 1))).isFalse();
        assertThat(ran).containsExactly("entry abandoned");
    }
}
