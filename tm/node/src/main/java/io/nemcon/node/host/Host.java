package io.nemcon.node.host;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The machine under one process: clock, threads, waiting, random numbers. Thread-safe. Whoever waits does so here and
 * nowhere else, and never while holding a lock: a simulated machine runs one of its threads at a time.
 */
public interface Host {

    /** How long {@link #awaitDone} waits at a time: any length will do. */
    long AWAIT_DONE_STEP_NANOS = TimeUnit.HOURS.toNanos(1);

    /** The real one. */
    static Host real() {
        return RealHost.INSTANCE;
    }

    /** Monotonic, as {@link System#nanoTime}: only differences mean something. */
    long nanoTime();

    /** Since 1970; may jump. */
    long currentTimeMillis();

    /** Not to be guessed. */
    long randomLong();

    /** One daemon thread for timed tasks. */
    Timer timer(String name);

    /**
     * Daemon threads that are made as they are needed and end when idle.
     *
     * @param waitingMax tasks that may wait for a thread; 0: a task is begun at once or not taken
     */
    Workforce workforce(String name, int threadsMax, int waitingMax);

    /** Starts a daemon thread. */
    Worker start(String name, Runnable body);

    /**
     * Waits for a future, up to so many nanoseconds.
     *
     * @throws InterruptedException if this thread was interrupted; the future stays as it is
     */
    <T> T await(CompletableFuture<T> future, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException;

    /** Waits until it is done, however it ends and however long that takes. An interrupt is kept for later. */
    default void awaitDone(CompletableFuture<?> future) {
        boolean interrupted = false;
        while (!future.isDone()) {
            try {
                await(future, AWAIT_DONE_STEP_NANOS);
            } catch (InterruptedException later) {
                interrupted = true;
            } catch (ExecutionException | CancellationException | TimeoutException endedOrNotYet) {
                continue; // the loop looks which
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does nothing for so long. */
    void sleep(long nanos) throws InterruptedException;

    /**
     * Passes a step at which a test's machine may end, stop or fail this process. The real one does nothing here.
     *
     * @param failure makes of words what is thrown if that step is to fail: what a failure of that I/O or send looks like there
     */
    default <X extends Exception> void at(CrashPoint point, Function<String, X> failure) throws X {}

    /** The same where any exception is dealt with, or where nothing can fail. */
    default void at(CrashPoint point) {
        at(point, CrashPointException::new);
    }

    /** Runs tasks one after another, at their time. A task that throws is logged, and the next ones run. */
    interface Timer extends AutoCloseable {

        /** Returns false if it is closed. Of two tasks due at the same time the one that was given first runs first. */
        boolean schedule(Runnable task, long delayNanos);

        /** Runs it again so long after each end of it, for the first time after so long from now; if it is not closed. */
        void repeat(Runnable task, long intervalNanos);

        /** What is due later is dropped. */
        @Override
        void close();
    }

    /** Runs tasks side by side. */
    interface Workforce extends AutoCloseable {

        /** Returns false if no thread is free and no more may wait, or if it is closed. */
        boolean execute(Runnable task);

        /** Takes no more; what was taken is still run. */
        @Override
        void close();
    }

    /** A thread that was started. */
    interface Worker {

        /** Makes its waits throw. */
        void interrupt();

        /** Waits for its end, up to so many nanoseconds; false if it goes on. */
        boolean awaitEnd(long nanos) throws InterruptedException;
    }
}
