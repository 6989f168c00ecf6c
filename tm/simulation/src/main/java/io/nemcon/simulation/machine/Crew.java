package io.nemcon.simulation.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real threads for simulated ones, used again and again, from one simulation to the next; daemons. Serves one simulation
 * at a time, and is touched by the one thread of it that runs.
 */
public final class Crew {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final Deque<Hand> idle = new ArrayDeque<>();

    Hand take() {
        Hand free = idle.poll();
        return free == null ? new Hand(this, MADE.incrementAndGet()) : free;
    }

    void giveBack(Hand hand) {
        idle.push(hand);
    }
}
