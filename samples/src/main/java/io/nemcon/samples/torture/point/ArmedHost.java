package io.nemcon.samples.torture.point;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The real machine, on which an armed crash point does something to the first thread that passes it, once. Thread-safe. */
public final class ArmedHost implements Host {

    private static final int CRASHED = 137;

    private final Host real = Host.real();
    private final Map<CrashPoint, Action> armed = new ConcurrentHashMap<>();
    private volatile CountDownLatch resumed = new CountDownLatch(1);

    /** @throws IllegalArgumentException if it is to fail where nothing can */
    void arm(CrashPoint point, Action action) {
        if (action == Action.ERROR && !point.canFail()) {
            throw new IllegalArgumentException("nothing can fail at " + point);
        }
        resumed = new CountDownLatch(1);
        armed.put(point, action);
    }

    void disarm() {
        armed.clear();
        resume();
    }

    /** Lets the thread go on that stands still at a point. */
    void resume() {
        resumed.countDown();
    }

    @Override
    public <X extends Exception> void at(CrashPoint point, Function<String, X> failure) throws X {
        if (armed.isEmpty()) {
            return;
        }
        Action action = armed.remove(point);
        if (action == null) {
            return;
        }
        Parent.say(Parent.PASSED + " " + point + " " + action);
        switch (action) {
            case CRASH -> Runtime.getRuntime().halt(CRASHED);
            case PAUSE -> awaitResume();
            case ERROR -> throw failure.apply("failed at " + point + ", as a test asked for");
        }
    }

    private void awaitResume() {
        boolean interrupted = false;
        while (true) {
            try {
                resumed.await();
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
    public long nanoTime() {
        return real.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return real.currentTimeMillis();
    }

    @Override
    public long randomLong() {
        return real.randomLong();
    }

    @Override
    public Timer timer(String name) {
        return real.timer(name);
    }

    @Override
    public Workforce workforce(String name, int threadsMax, int waitingMax) {
        return real.workforce(name, threadsMax, waitingMax);
    }

    @Override
    public Worker start(String name, Runnable body) {
        return real.start(name, body);
    }

    @Override
    public <T> T await(CompletableFuture<T> future, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        return real.await(future, nanos);
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        real.sleep(nanos);
    }
}
