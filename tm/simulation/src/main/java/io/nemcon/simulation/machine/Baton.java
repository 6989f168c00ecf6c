package io.nemcon.simulation.machine;

import java.util.concurrent.locks.LockSupport;

/** What a real thread must be given to run: of all threads of a simulation one has its baton, the others sleep. */
final class Baton {

    /** Looks before the thread is put to sleep; a step is often shorter than a wake-up. */
    private static final int SPINS = 20;

    private final Thread thread;
    private volatile boolean given;

    /** @param thread who runs when it is given */
    Baton(Thread thread) {
        this.thread = thread;
    }

    Thread thread() {
        return thread;
    }

    void give() {
        given = true;
        LockSupport.unpark(thread);
    }

    /** By its thread: sleeps until it is given, or so long, for which 0 is no end. Returns whether it was given. */
    boolean await(long patienceNanos) {
        for (int i = 0; i < SPINS && !given; i++) {
            Thread.onSpinWait();
        }
        long sinceNanos = System.nanoTime();
        while (!given) {
            if (patienceNanos == 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, patienceNanos);
                if (System.nanoTime() - sinceNanos > patienceNanos) {
                    break;
                }
            }
        }
        boolean was = given;
        given = false;
        return was;
    }
}
