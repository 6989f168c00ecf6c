package io.nemcon.client.jta;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Chooses whether the calls of one phase are made side by side or one after another, by what either way really took. Side
 * by side pays where a call waits for a network or a disk, and costs where processors are short: handing over takes them
 * from other transactions, which a single measure does not show. So for a while all transactions go one way, and their mean
 * duration is compared with that of the next while, in which the other way is tried: neighbours in time, for what was
 * measured under another load says nothing. Tried again ever more seldom while it loses, and at once when the load changes.
 * Side by side comes first: a database that hangs then keeps no other one waiting. Thread-safe.
 */
final class PhaseChoice {

    /** A way is judged by at least so many phases ... */
    static final int PHASES_PER_TURN = 64;

    /** ... over at least this time. */
    static final long TURN_NANOS = 200_000_000;

    /** Turns between two trials, at first and at last. */
    static final int TURNS_MIN = 2;

    static final int TURNS_MAX = 32;

    /** A phase this short is over before another thread has woken up: nothing to try. */
    static final long HAND_OVER_NANOS = 20_000;

    /** The way that is tried wins if it takes less than so many percent of the other, for measures are noisy. */
    private static final int WINS_BELOW_PERCENT = 95;

    /** The load is another one when phases take so many percent of what they took when the ways were last compared. */
    private static final int CHANGED_PERCENT = 150;

    private static final int PERCENT = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong phases = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean sideBySide = true;
    private volatile long turnBeganNanos;

    /** Whether this turn is a trial. What follows is guarded by the lock. */
    private boolean trial;

    /** Mean duration of a phase in the last turn that was no trial. */
    private long meanNanos;

    /** The same when the ways were last compared; 0 before. */
    private long comparedNanos;

    private int turnsBetween = TURNS_MIN;
    private int turnsSince;

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
        long mean = Math.max(1, sum / count);
        turnBeganNanos = nowNanos;
        if (trial) {
            endTrial(mean);
        } else {
            meanNanos = mean;
            turnsSince++;
            beginTrialIfDue();
        }
    }

    private void beginTrialIfDue() {
        if (loadChanged()) {
            turnsBetween = TURNS_MIN;
        }
        if (meanNanos >= HAND_OVER_NANOS && (comparedNanos == 0 || turnsSince >= turnsBetween)) {
            trial = true;
            sideBySide = !sideBySide;
        }
    }

    private void endTrial(long triedNanos) {
        boolean won = triedNanos * PERCENT < meanNanos * WINS_BELOW_PERCENT;
        if (won) {
            meanNanos = triedNanos;
            turnsBetween = TURNS_MIN;
        } else {
            sideBySide = !sideBySide;
            turnsBetween = Math.min(TURNS_MAX, turnsBetween * 2);
        }
        comparedNanos = meanNanos;
        turnsSince = 0;
        trial = false;
    }

    private boolean loadChanged() {
        return meanNanos * PERCENT > comparedNanos * CHANGED_PERCENT
                || meanNanos * CHANGED_PERCENT < comparedNanos * PERCENT;
    }
}
