package io.nemcon.samples.services;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The real machine, on which the first thread that passes one crash point says so and stands still until it is told to go on. */
final class StoppingHost implements Host {

    static final String PASSED = "passed ";

    private final Host real = Host.real();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile String armed = "";

    void arm(String point) {
        armed = point;
    }

    void goOn() {
        goOn.countDown();
    }

    @Override
    public <X extends Exception> void at(CrashPoint point, Function<String, X> failure) {
        if (!point.name().equals(armed) || !disarm(point.name())) {
            return;
        }
        System.out.println(PASSED + point);
        System.out.flush();
        try {
            goOn.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean disarm(String point) {
        boolean first = point.equals(armed);
        armed = "";
        return first;
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
