package io.nemcon.simulation.machine;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time. Events run one after another, in the order of their time and, within one time, of their making; between
 * two of them no time passes. Events of a machine that is dead are dropped, those of one that is paused wait.
 *
 * <p>An event may give a simulated thread its turn. That thread then runs until it waits or ends, and drives the events
 * itself from there on, to the next turn: so one real thread at a time touches whatever the simulation reaches, nothing of
 * it needs a lock, and a thread whose own turn is the next one is not even put to sleep.
 */
public final class Scheduler {

    /** Real time. A simulation that makes no step for so long has a thread that waits for something outside of it. */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final EventQueue events = new EventQueue();
    private final Crew crew;
    private final Trace trace;
    private final Baton main;
    private long nowNs;
    private long untilNs;
    private long orders;
    private @Nullable Runnable afterEach;

    /** Whose turn an event has brought. */
    private @Nullable SimThread next;

    /** Who runs; null while events do. */
    private @Nullable SimThread current;

    private volatile long count;
    private volatile @Nullable Thread driver;
    private volatile @Nullable Throwable failure;

    /** Belongs to the thread that makes it: that one runs it. */
    public Scheduler(Crew crew, Trace trace) {
        this.crew = crew;
        this.trace = trace;
        this.main = new Baton(Thread.currentThread());
    }

    /** Nanoseconds since the simulation began. */
    public long nowNs() {
        return nowNs;
    }

    /** Events that were run. */
    public long count() {
        return count;
    }

    public void trace(String who, Supplier<String> what) {
        trace.add(nowNs, who, what);
    }

    /** What is looked at after every event. */
    public void afterEach(Runnable check) {
        afterEach = check;
    }

    /** Something of the world itself, not of a process. */
    public void after(long delayNs, Runnable action) {
        add(delayNs, null, action);
    }

    Event add(long delayNs, @Nullable Machine owner, Runnable action) {
        return addAt(nowNs + Math.max(0, delayNs), owner, action);
    }

    private Event addAt(long atNs, @Nullable Machine owner, Runnable action) {
        Event event = new Event(events, atNs, orders++, owner, action);
        events.add(event);
        return event;
    }

    // ---- who runs

    /** The simulated thread that runs; null while events do. */
    @Nullable
    SimThread current() {
        return current;
    }

    void enter(@Nullable SimThread thread) {
        current = thread;
        driver = Thread.currentThread();
    }

    /** By an event: that thread goes on after it. */
    void next(SimThread thread) {
        if (next != null) {
            after(0, () -> next(thread)); // one an event
            return;
        }
        next = thread;
    }

    /** By a simulated thread that waits: returns when it is its turn. */
    void awaitTurn(SimThread thread) {
        current = null;
        SimThread turn = runToNextTurn();
        if (turn != thread) {
            Hand own = thread.hand();
            pass(turn);
            if (own != null) {
                own.baton().await(0);
            }
        }
        enter(thread);
    }

    /** By a hand whose simulated thread is over. Returns whose life it lives next; null if it is to rest. */
    @Nullable
    SimThread afterLife(Hand hand) {
        SimThread turn = runToNextTurn();
        if (turn != null && turn.hand() == null) {
            turn.livedBy(hand);
            return turn;
        }
        hand.rest();
        pass(turn);
        return null;
    }

    /** Wakes up who is to run: the thread whose turn it is, or with none the one that runs the simulation. */
    private void pass(@Nullable SimThread turn) {
        if (turn == null) {
            main.give();
            return;
        }
        Hand hand = turn.hand();
        if (hand == null) {
            hand = crew.take();
            turn.livedBy(hand);
            hand.assign(turn);
        }
        hand.baton().give();
    }

    /** Runs events up to that time. Returns false if something failed that must not: then {@link #failure} says what. */
    public boolean runUntil(long timeNs) {
        untilNs = timeNs;
        enter(null);
        SimThread turn = runToNextTurn();
        if (turn != null) {
            pass(turn);
            awaitMain();
        }
        if (failure == null) {
            nowNs = Math.max(nowNs, timeNs);
        }
        return failure == null;
    }

    private void awaitMain() {
        long before = count;
        while (!main.await(STUCK_NANOS)) {
            Thread at = driver;
            if (count == before && at != null) {
                throw new IllegalStateException(
                        "a simulated thread waits outside of its host: " + Arrays.toString(at.getStackTrace()));
            }
            before = count;
        }
    }

    // ---- events

    /** Returns whose turn it is; null when the time has come, or something failed. */
    private @Nullable SimThread runToNextTurn() {
        driver = Thread.currentThread();
        Event event;
        while ((event = events.first()) != null && event.atNs <= untilNs && failure == null) {
            events.removeFirst();
            nowNs = event.atNs;
            run(event);
            SimThread turn = next;
            if (turn != null) {
                next = null;
                return turn;
            }
        }
        return null;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time runs; others only look
    private void run(Event event) {
        Machine owner = event.owner;
        if (owner != null && !owner.isAlive()) {
            return;
        }
        if (owner != null && owner.pausedUntilNs() > nowNs) {
            addAt(owner.pausedUntilNs(), owner, event.action);
            return;
        }
        count++;
        try {
            event.action.run();
            if (afterEach != null) {
                afterEach.run();
            }
        } catch (ProcessGone killedMeanwhile) {
            trace("", () -> String.valueOf(killedMeanwhile.getMessage()));
        } catch (RuntimeException | Error unexpected) { // the outer edge: it is what this run found
            failed(unexpected);
        }
    }

    /** Something happened that must not. The first one counts, and no event runs after it. */
    public void failed(Throwable unexpected) {
        if (failure == null) {
            failure = unexpected;
        }
    }

    /** Runs what the death of processes brings about, whatever failed before; then nothing is left to be done. */
    public void windUp() {
        Throwable found = failure;
        failure = null;
        afterEach = null;
        runUntil(nowNs);
        failure = found;
        events.clear();
    }

    public @Nullable Throwable failure() {
        return failure;
    }
}
