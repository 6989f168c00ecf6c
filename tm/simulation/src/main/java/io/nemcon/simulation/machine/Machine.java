package io.nemcon.simulation.machine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One life of one process, with the clock it sees. It ends by {@link #kill}, from outside or at one of its own steps, and
 * nothing of it happens from then on. What it hands to the world it hands over in a step, see {@link #step}.
 */
public final class Machine {

    private static final long MILLION = 1_000_000;

    private final String name;
    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final Set<SimThread> threads = new LinkedHashSet<>();
    private final Set<Runnable> onDeath = new LinkedHashSet<>();
    private final long bornNs;
    private final long clockRatePpm;
    private long clockAtBirthNs;
    private long wallClockMs;
    private boolean alive = true;
    private long pausedUntilNs;
    private long stepsToLive = Long.MAX_VALUE;
    private long pointsToFailure = Long.MAX_VALUE;

    /**
     * @param clockRatePpm how much faster than true time its clocks run, in millionths
     * @param random what its own random numbers are made of
     */
    public Machine(String name, Scheduler scheduler, SplittableRandom random, long clockRatePpm) {
        this.name = name;
        this.scheduler = scheduler;
        this.random = random;
        this.bornNs = scheduler.nowNs();
        this.clockRatePpm = clockRatePpm;
        this.clockAtBirthNs = random.nextLong(Long.MAX_VALUE / 4);
        this.wallClockMs = 1_700_000_000_000L + random.nextLong(2_000) + bornNs / MILLION;
    }

    public String name() {
        return name;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public boolean isAlive() {
        return alive;
    }

    public boolean isPaused() {
        return pausedUntilNs > scheduler.nowNs();
    }

    long pausedUntilNs() {
        return pausedUntilNs;
    }

    Set<SimThread> threads() {
        return threads;
    }

    SplittableRandom random() {
        return random;
    }

    /** Something of this process: not done if it is dead then, done later if it is paused then. */
    public Event after(long delayNs, Runnable action) {
        return scheduler.add(delayNs, this, action);
    }

    /** The same, after so long by its own clock. */
    Event afterOwn(long delayNs, Runnable action) {
        return scheduler.add(Math.max(0, delayNs) * MILLION / (MILLION + clockRatePpm), this, action);
    }

    public void trace(Supplier<String> what) {
        scheduler.trace(name, what);
    }

    /** Its monotonic clock, which goes on while it is paused. */
    long nanoTime() {
        long passed = scheduler.nowNs() - bornNs;
        return clockAtBirthNs + passed + passed / MILLION * clockRatePpm;
    }

    long currentTimeMillis() {
        return wallClockMs + (nanoTime() - clockAtBirthNs) / MILLION;
    }

    /** Somebody sets its wall clock. */
    public void shiftWallClock(long millis) {
        wallClockMs += millis;
    }

    /**
     * Before anything leaves the process: a message, a call of a database, an entry for the log; and at its crash points.
     *
     * @throws ProcessGone if it is dead, or if this is the step that it was to die at
     */
    public void step() {
        requireAlive();
        if (--stepsToLive < 0) {
            trace(() -> "killed at a step");
            kill();
            requireAlive();
        }
    }

    void requireAlive() {
        if (!alive) {
            throw new ProcessGone(name);
        }
    }

    /** It takes so many steps more and dies at the next one. */
    public void dieAfter(long steps) {
        stepsToLive = steps;
    }

    /** It passes so many crash points more, and what it does at the next one fails. */
    public void failAfter(long points) {
        pointsToFailure = points;
    }

    /** Once. */
    boolean failsNow() {
        if (pointsToFailure == Long.MAX_VALUE || --pointsToFailure >= 0) {
            return false;
        }
        pointsToFailure = Long.MAX_VALUE;
        return true;
    }

    /** All of it stands still for so long, its clocks aside. */
    public void pause(long forNs) {
        pausedUntilNs = Math.max(pausedUntilNs, scheduler.nowNs() + forNs);
    }

    /** Told when it dies, by whatever means. Must not call it. */
    public void onDeath(Runnable listener) {
        onDeath.add(listener);
    }

    public void forgetOnDeath(Runnable listener) {
        onDeath.remove(listener);
    }

    public void kill() {
        if (!alive) {
            return;
        }
        alive = false;
        List.copyOf(threads).forEach(thread -> scheduler.after(0, thread::kill));
        List.copyOf(onDeath).forEach(Runnable::run);
    }

    @Override
    public String toString() {
        return name;
    }
}
