package io.nemcon.simulation.machine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of their time and, within one time, of their making. A heap in which each event knows its place:
 * most of what a simulation makes are timeouts of what is answered in time, and these are taken out again at once.
 */
final class EventQueue {

    private Event[] heap = new Event[1_024];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Event first() {
        return size == 0 ? null : heap[0];
    }

    void add(Event event) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        rise(size++, event);
    }

    void removeFirst() {
        removeAt(0);
    }

    void remove(Event event) {
        removeAt(event.position);
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            heap[i].position = -1;
        }
        Arrays.fill(heap, 0, size, null);
        size = 0;
    }

    @SuppressWarnings("NullAway") // an array is null beyond its size
    private void removeAt(int position) {
        heap[position].position = -1;
        Event last = heap[--size];
        heap[size] = null;
        if (position == size) {
            return;
        }
        if (position > 0 && last.isBefore(heap[(position - 1) / 2])) {
            rise(position, last);
        } else {
            sink(position, last);
        }
    }

    private void rise(int from, Event event) {
        int position = from;
        while (position > 0) {
            int above = (position - 1) / 2;
            Event other = heap[above];
            if (!event.isBefore(other)) {
                break;
            }
            put(position, other);
            position = above;
        }
        put(position, event);
    }

    private void sink(int from, Event event) {
        int position = from;
        int below;
        while ((below = 2 * position + 1) < size) {
            if (below + 1 < size && heap[below + 1].isBefore(heap[below])) {
                below++;
            }
            Event other = heap[below];
            if (!other.isBefore(event)) {
                break;
            }
            put(position, other);
            position = below;
        }
        put(position, event);
    }

    private void put(int position, Event event) {
        heap[position] = event;
        event.position = position;
    }
}
