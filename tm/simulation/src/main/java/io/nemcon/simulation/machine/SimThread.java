package io.nemcon.simulation.machine;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a simulated process.
 *
 * <pre>
 * READY    -its turn->                       RUNNING
 * RUNNING  -waits->                          WAITING
 * WAITING  -what it waits for, or time up->  READY
 * RUNNING  -its body ends->                  OVER
 * </pre>
 */
final class SimThread {

    private enum State {
        READY,
        RUNNING,
        WAITING,
        OVER
    }

    private final Machine machine;
    private final String name;
    private final Runnable body;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private State state = State.READY;

    /** What lives it; null before its first turn. */
    private @Nullable Hand hand;

    /** Of the wait that it is in; what wakes it up for an earlier one comes too late. */
    private long waits;

    private boolean interrupted;

    private SimThread(Machine machine, String name, Runnable body) {
        this.machine = machine;
        this.name = name;
        this.body = body;
    }

    static SimThread start(Machine machine, String name, Runnable body) {
        SimThread thread = new SimThread(machine, name, body);
        machine.threads().add(thread);
        machine.after(0, thread::takeTurn);
        return thread;
    }

    Machine machine() {
        return machine;
    }

    @Nullable
    Hand hand() {
        return hand;
    }

    void livedBy(Hand by) {
        hand = by;
    }

    boolean isOver() {
        return state == State.OVER;
    }

    CompletableFuture<Void> end() {
        return end;
    }

    /** Its whole life, on the real thread that it was given. */
    void live() {
        state = State.RUNNING;
        machine.scheduler().enter(this);
        try {
            machine.requireAlive();
            body.run();
        } catch (ProcessGone killed) {
            state = State.OVER; // as it should
        } catch (RuntimeException | Error unexpected) { // the outer edge: it is what this run found
            machine.scheduler()
                    .failed(new IllegalStateException(
                            machine + ": thread " + name + " ended with " + unexpected, unexpected));
        }
        state = State.OVER;
        machine.threads().remove(this);
        machine.scheduler().enter(null);
        end.complete(null);
    }

    private void takeTurn() {
        if (state == State.READY) {
            machine.scheduler().next(this);
        }
    }

    /**
     * By the thread itself: waits until the future is done or the time is over, whichever is first.
     *
     * @throws InterruptedException if it was interrupted before or meanwhile
     */
    void await(CompletableFuture<?> future, long delayNs) throws InterruptedException {
        machine.requireAlive();
        if (Thread.interrupted() || takeInterrupt()) {
            throw new InterruptedException();
        }
        if (future.isDone()) {
            return;
        }
        long wait = ++waits;
        state = State.WAITING;
        future.whenComplete((done, failed) -> wake(wait));
        Event timeIsUp = machine.afterOwn(delayNs, () -> wake(wait));
        machine.scheduler().awaitTurn(this);
        timeIsUp.cancel();
        state = State.RUNNING;
        machine.requireAlive();
        if (takeInterrupt() && !future.isDone()) {
            throw new InterruptedException();
        }
    }

    private boolean takeInterrupt() {
        boolean was = interrupted;
        interrupted = false;
        return was;
    }

    private void wake(long wait) {
        if (state == State.WAITING && waits == wait) {
            state = State.READY;
            machine.after(0, this::takeTurn);
        }
    }

    void interrupt() {
        interrupted = true;
        wake(waits);
    }

    /** Its process was killed: it unwinds at once, and whatever it does on the way meets a dead machine. */
    void kill() {
        if (state == State.WAITING || state == State.READY) {
            state = State.READY;
            machine.scheduler().next(this);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
