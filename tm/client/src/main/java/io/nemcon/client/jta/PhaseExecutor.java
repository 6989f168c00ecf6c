package io.nemcon.client.jta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the calls of one phase side by side: the first on the caller's own thread, the others on a bounded pool, and with no
 * thread free on the caller's, one after another. Thread-safe.
 *
 * <p>Side by side pays only where a call waits for a database longer than handing it to another thread takes. So the
 * duration of each phase's calls is smoothed, and while it is below that of a hand-over the caller does them all.
 */
final class PhaseExecutor implements AutoCloseable {

    /** What is run; each kind has a duration of its own. */
    enum Phase {
        CHECK,
        PREPARE,
        COMMIT,
        ROLLBACK
    }

    /** About what it costs to wake another thread and be woken by it. */
    private static final long HAND_OVER_NANOS = 60_000;

    /** Each call weighs a sixteenth. */
    private static final int SMOOTHING_SHIFT = 4;

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool;

    /** Read and written without a lock: a lost update costs a little smoothness. */
    private final long[] smoothedNanos = new long[Phase.values().length];

    PhaseExecutor(String name, int threadsMax) {
        // no queue: a call is begun at once, or done by its caller
        this.pool = new ThreadPoolExecutor(
                0,
                threadsMax,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                DaemonThreads.named("nemcon-branch-" + name));
        Arrays.fill(smoothedNanos, HAND_OVER_NANOS);
    }

    /** All results, in the order of the calls. The calls do not throw. An interrupt is kept for later. */
    <T> List<T> all(Phase phase, List<Supplier<T>> calls) {
        if (calls.size() == 1) {
            return List.of(measured(phase, calls.get(0)));
        }
        return smoothedNanos[phase.ordinal()] < HAND_OVER_NANOS ? serially(phase, calls) : sideBySide(phase, calls);
    }

    /** Runs it on a free thread, if there is one. */
    boolean tryRun(Runnable task) {
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException noneFree) {
            return false;
        }
    }

    private <T> List<T> serially(Phase phase, List<Supplier<T>> calls) {
        List<T> results = new ArrayList<>(calls.size());
        for (Supplier<T> call : calls) {
            results.add(measured(phase, call));
        }
        return results;
    }

    private <T> List<T> sideBySide(Phase phase, List<Supplier<T>> calls) {
        List<@Nullable T> results = new ArrayList<>(calls.size());
        calls.forEach(call -> results.add(null));
        CountDownLatch handedOver = new CountDownLatch(calls.size() - 1);
        List<Integer> own = new ArrayList<>();
        own.add(0);
        for (int i = 1; i < calls.size(); i++) {
            int index = i;
            boolean begun = tryRun(() -> {
                try {
                    results.set(index, measured(phase, calls.get(index)));
                } finally {
                    handedOver.countDown();
                }
            });
            if (!begun) {
                own.add(index);
                handedOver.countDown();
            }
        }
        for (int index : own) {
            results.set(index, measured(phase, calls.get(index)));
        }
        awaitUninterruptibly(handedOver);
        List<T> complete = new ArrayList<>(results.size());
        for (T result : results) {
            if (result == null) {
                throw new IllegalStateException("a call of phase " + phase + " ended without a result");
            }
            complete.add(result);
        }
        return complete;
    }

    private <T> T measured(Phase phase, Supplier<T> call) {
        long start = System.nanoTime();
        T result = call.get();
        long old = smoothedNanos[phase.ordinal()];
        smoothedNanos[phase.ordinal()] = old + (System.nanoTime() - start - old >> SMOOTHING_SHIFT);
        return result;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
