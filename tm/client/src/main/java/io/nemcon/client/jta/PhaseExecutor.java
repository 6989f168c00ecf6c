package io.nemcon.client.jta;

import io.nemcon.node.host.Host;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Of calls that were handed over: counts down, and completes with the last one. */
    private static final class HandedOver {

        private final AtomicInteger left;
        private final CompletableFuture<Void> allDone = new CompletableFuture<>();

        HandedOver(int calls) {
            this.left = new AtomicInteger(calls);
        }

        void oneDone() {
            if (left.decrementAndGet() == 0) {
                allDone.complete(null);
            }
        }
    }

    private final Host host;
    private final Host.Workforce pool;

    /** PREPARE and COMMIT share one, for what one of them does to processors and disks the other one feels. */
    private final Map<Phase, PhaseChoice> choices = new EnumMap<>(Phase.class);

    PhaseExecutor(Host host, String name, int threadsMax) {
        this.host = host;
        this.pool = host.workforce("nemcon-branch-" + name, threadsMax, 0); // a call is begun at once, or by its caller
        for (Phase phase : Phase.values()) {
            choices.put(phase, new PhaseChoice(host.nanoTime()));
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
        long startNanos = host.nanoTime();
        List<T> results = sideBySide ? sideBySide(phase, calls) : serially(calls);
        long endNanos = host.nanoTime();
        choice.took(sideBySide, endNanos - startNanos, endNanos);
        return results;
    }

    /** Runs it on a free thread, if there is one. */
    boolean tryRun(Runnable task) {
        return pool.execute(task);
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
        HandedOver handedOver = new HandedOver(calls.size() - 1);
        List<Integer> own = new ArrayList<>();
        own.add(0);
        for (int i = 1; i < calls.size(); i++) {
            int index = i;
            boolean begun = tryRun(() -> {
                try {
                    results.set(index, calls.get(index).get());
                } finally {
                    handedOver.oneDone();
                }
            });
            if (!begun) {
                own.add(index);
                handedOver.oneDone();
            }
        }
        try {
            for (int index : own) {
                results.set(index, calls.get(index).get());
            }
        } finally {
            host.awaitDone(handedOver.allDone); // also if a call threw: then nothing runs any more when that is heard
        }
        List<T> complete = new ArrayList<>(results.size());
        for (T result : results) {
            if (result == null) {
                throw new IllegalStateException("a call of phase " + phase + " ended without a result");
            }
            complete.add(result);
        }
        return complete;
    }

    @Override
    public void close() {
        pool.close();
    }
}
