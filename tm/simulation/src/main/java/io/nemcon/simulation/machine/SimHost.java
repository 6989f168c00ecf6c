package io.nemcon.simulation.machine;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A machine as its process sees it. Timers run on the driving thread, for a timed task never waits. */
public final class SimHost implements Host {

    private final Machine machine;

    public SimHost(Machine machine) {
        this.machine = machine;
    }

    @Override
    public long nanoTime() {
        return machine.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return machine.currentTimeMillis();
    }

    @Override
    public long randomLong() {
        return machine.random().nextLong();
    }

    @Override
    public Timer timer(String name) {
        return new SimTimer();
    }

    @Override
    public Workforce workforce(String name, int threadsMax, int waitingMax) {
        return new SimWorkforce(name, threadsMax, waitingMax);
    }

    @Override
    public Worker start(String name, Runnable body) {
        machine.requireAlive();
        return new SimWorker(SimThread.start(machine, name, body));
    }

    @Override
    public <T> T await(CompletableFuture<T> future, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!future.isDone()) {
            current("await a future").await(future, nanos);
        }
        if (!future.isDone()) {
            throw new TimeoutException();
        }
        return future.get();
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        current("sleep").await(new CompletableFuture<Void>(), nanos);
    }

    /**
     * One more of the steps at which it may die, or fail. No reply fails: checkers take what a node answers for what it
     * did, and an answer that is lost on its way is the network's doing.
     */
    @Override
    public <X extends Exception> void at(CrashPoint point, Function<String, X> failure) throws X {
        machine.step();
        if (point.canFail() && point != CrashPoint.NODE_BEFORE_REPLY && machine.failsNow()) {
            machine.trace(() -> "fails at " + point);
            throw failure.apply("failed at " + point);
        }
    }

    private SimThread current(String what) {
        machine.requireAlive();
        SimThread thread = machine.scheduler().current();
        if (thread == null || thread.machine() != machine) {
            throw new IllegalStateException(machine + " is to " + what + " on a thread that must not wait");
        }
        return thread;
    }

    private final class SimTimer implements Timer {

        private boolean closed;

        @Override
        public boolean schedule(Runnable task, long delayNanos) {
            machine.requireAlive();
            if (closed) {
                return false;
            }
            machine.afterOwn(delayNanos, () -> {
                if (!closed) {
                    task.run();
                }
            });
            return true;
        }

        @Override
        public void repeat(Runnable task, long intervalNanos) {
            machine.afterOwn(intervalNanos, () -> {
                if (!closed) {
                    task.run();
                    repeat(task, intervalNanos);
                }
            });
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final class SimWorkforce implements Workforce {

        private final String name;
        private final int threadsMax;
        private final int waitingMax;
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int running;
        private int started;
        private boolean closed;

        SimWorkforce(String name, int threadsMax, int waitingMax) {
            this.name = name;
            this.threadsMax = threadsMax;
            this.waitingMax = waitingMax;
        }

        @Override
        public boolean execute(Runnable task) {
            machine.requireAlive();
            if (closed) {
                return false;
            }
            if (running < threadsMax) {
                running++;
                started++;
                SimThread.start(machine, name + "-" + started, () -> work(task));
                return true;
            }
            if (waiting.size() < waitingMax) {
                waiting.add(task);
                return true;
            }
            return false;
        }

        private void work(Runnable first) {
            try {
                Runnable task = first;
                while (task != null) {
                    task.run();
                    task = waiting.poll();
                }
            } finally {
                running--;
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private record SimWorker(SimThread thread) implements Worker {

        @Override
        public void interrupt() {
            thread.interrupt();
        }

        @Override
        public boolean awaitEnd(long nanos) throws InterruptedException {
            SimThread own = thread.machine().scheduler().current();
            if (own != null) {
                own.await(thread.end(), nanos);
            }
            return thread.isOver();
        }
    }
}
