package io.nemcon.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberWindowTest {

    private static final class Slot extends NumberWindow.Slot {}

    private final NumberWindow<Slot> window = new NumberWindow<>(100_000);

    private Slot open() {
        Slot slot = new Slot();
        assertThat(window.open(slot)).isTrue();
        return slot;
    }

    @Test
    void numbersRiseFromOneAndTheLowestOfNoneIsTheNext() {
        assertThat(window.lowest()).isEqualTo(1);
        Slot first = open();
        Slot second = open();

        assertThat(first.number()).isEqualTo(1);
        assertThat(second.number()).isEqualTo(2);
        assertThat(window.lowest()).isEqualTo(1);
        window.close(first);
        window.close(second);
        assertThat(window.lowest()).isEqualTo(3);
    }

    @Test
    void aSlowOneHoldsTheLowestBackWhateverManyOthersDo() {
        Slot slow = open();
        for (int i = 0; i < 10_000; i++) {
            window.close(open());
        }

        assertThat(window.lowest()).isEqualTo(1);
        assertThat(window.size()).isEqualTo(1);
        window.close(slow);
        assertThat(window.lowest()).isEqualTo(10_002);
    }

    @Test
    void closingTwiceChangesNothing() {
        Slot first = open();
        open();

        assertThat(window.close(first)).isTrue();
        assertThat(window.close(first)).isFalse();
        assertThat(window.lowest()).isEqualTo(2);
        assertThat(window.size()).isEqualTo(1);
    }

    @Test
    void asManyAsMayBeAreOpenAndNoMore() {
        NumberWindow<Slot> small = new NumberWindow<>(2);
        Slot first = new Slot();
        assertThat(small.open(first)).isTrue();
        assertThat(small.open(new Slot())).isTrue();
        assertThat(small.open(new Slot())).isFalse();

        small.close(first);
        Slot next = new Slot();
        assertThat(small.open(next)).isTrue();
        assertThat(next.number()).isEqualTo(3); // the refused one used no number up
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void agreesWithANaiveModelOnAnyHistory(long seed) {
        Random random = new Random(seed);
        TreeMap<Long, Slot> model = new TreeMap<>();
        long next = 1;
        for (int step = 0; step < 5_000; step++) {
            if (model.isEmpty() || random.nextInt(100) < 50) {
                Slot slot = open();
                assertThat(slot.number()).isEqualTo(next++);
                model.put(slot.number(), slot);
            } else {
                List<Long> keys = new ArrayList<>(model.keySet());
                Slot slot = model.remove(keys.get(random.nextInt(keys.size())));
                assertThat(window.close(slot)).isTrue();
            }
            assertThat(window.lowest())
                    .as("seed %s step %s", seed, step)
                    .isEqualTo(model.isEmpty() ? next : model.firstKey());
            assertThat(window.size()).isEqualTo(model.size());
            List<Long> visited = new ArrayList<>();
            window.forEachOpen(slot -> visited.add(slot.number()));
            assertThat(visited).containsExactlyElementsOf(model.keySet());
        }
    }

    @Test
    void underManyThreadsTheLowestNeverPassesAnOpenNumberAndNeverGoesBack() throws InterruptedException {
        AtomicReference<String> fault = new AtomicReference<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        AtomicLong opened = new AtomicLong();
        for (int t = 0; t < 32; t++) {
            Random random = new Random(t);
            Thread thread = new Thread(() -> hammer(random, go, fault, opened));
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(fault.get()).isNull();
        assertThat(window.size()).isZero();
        assertThat(window.lowest()).isEqualTo(opened.get() + 1);
    }

    private void hammer(Random random, CountDownLatch go, AtomicReference<String> fault, AtomicLong opened) {
        try {
            go.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        List<Slot> mine = new ArrayList<>();
        long seen = 0;
        for (int i = 0; i < 3_000; i++) {
            long lowest = window.lowest();
            if (lowest < seen) {
                fault.set("the lowest went back from " + seen + " to " + lowest);
            }
            seen = lowest;
            for (Slot slot : mine) {
                if (lowest > slot.number()) {
                    fault.set("the lowest " + lowest + " passed the open " + slot.number());
                }
            }
            if (mine.size() < 3 && random.nextBoolean()) {
                mine.add(open());
                opened.incrementAndGet();
            } else if (!mine.isEmpty()) {
                window.close(mine.remove(random.nextInt(mine.size())));
            }
        }
        mine.forEach(window::close);
    }
}
