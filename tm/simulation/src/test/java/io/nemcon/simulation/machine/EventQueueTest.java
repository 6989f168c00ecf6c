package io.nemcon.simulation.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private final EventQueue queue = new EventQueue();
    private long orders;

    private Event event(long atNs) {
        Event event = new Event(queue, atNs, orders++, null, () -> {});
        queue.add(event);
        return event;
    }

    @Test
    void ofOneTimeTheEventThatWasMadeFirstComesFirst() {
        Event second = event(7);
        Event third = event(7);
        Event first = event(3);
        for (Event expected : List.of(first, second, third)) {
            assertSame(expected, queue.first());
            queue.removeFirst();
        }
        assertNull(queue.first());
    }

    @Test
    void whatIsCancelledTwiceOrAfterItHappenedIsNothing() {
        Event happened = event(1);
        Event cancelled = event(2);
        Event stays = event(3);
        queue.removeFirst();
        happened.cancel();
        cancelled.cancel();
        cancelled.cancel();
        assertSame(stays, queue.first());
        assertEquals(1, queue.size());
    }

    /** Against a sorted set, with many events of the same time, and more than it has room for at first. */
    @Test
    void isInOrderWhateverIsAddedAndCancelled() {
        SplittableRandom random = new SplittableRandom(4711);
        TreeSet<Event> expected = new TreeSet<>(
                Comparator.<Event>comparingLong(event -> event.atNs).thenComparingLong(event -> event.order));
        List<Event> known = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int what = random.nextInt(10);
            if (what < 5 || expected.isEmpty()) {
                Event added = event(random.nextInt(300));
                expected.add(added);
                known.add(added);
            } else if (what < 8) {
                Event one = known.get(random.nextInt(known.size()));
                one.cancel();
                expected.remove(one);
            } else {
                queue.removeFirst();
                expected.pollFirst();
            }
            assertSame(expected.isEmpty() ? null : expected.first(), queue.first());
            assertEquals(expected.size(), queue.size());
        }
        while (!expected.isEmpty()) {
            assertSame(expected.pollFirst(), queue.first());
            queue.removeFirst();
        }
        assertNull(queue.first());
    }
}
