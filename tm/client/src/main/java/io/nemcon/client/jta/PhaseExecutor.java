package io.nemcon.client.jta;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * <p>Side by side does not always pay: {@link PhaseChoice} finds out.
 */
final class PhaseExecutor implements AutoCloseable {

    /** What is run; each kind has a duration of its own. */
    enum Phase {
        CHECK,
        PREPARE,
        COMMIT,
        ROLLBACK
    }

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool;

    /** PREPARE and COMMIT share one, for what one of them does to processors and disks the other one feels. */
    private final Map<Phase, PhaseChoice> choices = new EnumMap<>(Phase.class);

    PhaseExecutor(String name, int threadsMax) {
        // no queue: a call is begun at once, or done by its caller
        this.pool = new ThreadPoolExecutor(
                0,
                threadsMax,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                DaemonThreads.named("nemcon-branch-" + name));
        for (Phase phase : Phase.values()) {
            choices.put(phase, new PhaseChoice(System.nanoTime()));
        }
        choices.put(Phase.COMMIT, Objects.requireNonNull(choices.get(Phase.PREPARE)));
    }

    /** All results, in the order of the calls. The calls do not throw. An interrupt is kept for later. */
    <T> List<T> all(Phase phase, List<Supplier<T>> calls) {
        if (calls.size() == 1) {
            return List.of(calls.get(0).get());
        }
        PhaseChoice choice = Objects.requireNonNull(choices.get(phase));
        boolean sideBySide = choice.sideBySide();
        long startNanos = System.nanoTime();
        List<T> results = sideBySide ? sideBySide(phase, calls) : serially(calls);
        long endNanos = System.nanoTime();
        choice.took(sideBySide, endNanos - startNanos, endNanos);
        return results;
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

    private static <T> List<T> serially(List<Supplier<T>> calls) {
        List<T> results = new ArrayList<>(calls.size());
        for (Supplier<T> call : calls) {
            results.add(call.get());
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
                    results.set(index, calls.get(index).get());
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
            results.set(index, calls.get(index).get());
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
