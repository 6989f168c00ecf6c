package io.nemcon.client.jta;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Chooses whether the calls of one phase are made side by side or one after another, by what either way really took. Side
 * by side pays where a call waits for a network or a disk, and costs where processors are short: handing over takes them
 * from other transactions, which a single measure does not show. So for a while all transactions go one way, their mean
 * duration is noted, and every now and then the other way is tried for as long. Thread-safe.
 */
final class PhaseChoice {

    /** A way is judged by at least so many phases ... */
    static final int PHASES_PER_TURN = 64;

    /** ... over at least this time, so that neighbours in time are judged together. */
    static final long TURN_NANOS = 200_000_000;

    /** Every so many turns the slower way gets one, for the world changes. */
    static final int TURNS_PER_TRIAL = 20;

    /** A phase this short is over before another thread has woken up: nothing to try. */
    static final long HAND_OVER_NANOS = 20_000;

    /** A turn weighs a quarter in a way's mean. */
    private static final int SMOOTHING_SHIFT = 2;

    private static final int SERIAL = 0;
    private static final int SIDE_BY_SIDE = 1;

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong phases = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean sideBySide = true;

    /** Guarded by the lock: mean duration of a phase, 0 while the way was not tried. */
    private final long[] meanNanos = new long[2];

    private volatile long turnBeganNanos;

    /** Guarded by the lock. */
    private int turns;

    PhaseChoice(long nowNanos) {
        this.turnBeganNanos = nowNanos;
    }

    /** Which way the next phase goes. */
    boolean sideBySide() {
        return sideBySide;
    }

    /** A phase went this way and took so long. */
    void took(boolean wentSideBySide, long tookNanos, long nowNanos) {
        if (wentSideBySide != sideBySide) {
            return; // begun in an earlier turn
        }
        nanos.addAndGet(tookNanos);
        if (phases.incrementAndGet() >= PHASES_PER_TURN && nowNanos - turnBeganNanos >= TURN_NANOS && lock.tryLock()) {
            try {
                endTurn(nowNanos);
            } finally {
                lock.unlock();
            }
        }
    }

    private void endTurn(long nowNanos) {
        long count = phases.getAndSet(0);
        long sum = nanos.getAndSet(0);
        if (count < PHASES_PER_TURN) {
            return; // another thread ended it in between
        }
        note(sideBySide ? SIDE_BY_SIDE : SERIAL, Math.max(1, sum / count));
        turns++;
        turnBeganNanos = nowNanos;
        boolean better = meanNanos[SERIAL] != 0 && meanNanos[SIDE_BY_SIDE] < meanNanos[SERIAL];
        boolean bothKnown = meanNanos[SERIAL] != 0 && meanNanos[SIDE_BY_SIDE] != 0;
        boolean trial = bothKnown && turns % TURNS_PER_TRIAL == 0 && meanNanos[SERIAL] >= HAND_OVER_NANOS;
        sideBySide = trial != better;
    }

    private void note(int way, long mean) {
        long old = meanNanos[way];
        meanNanos[way] = old == 0 ? mean : old + (mean - old >> SMOOTHING_SHIFT);
    }
}
