package io.nemcon.samples.torture.clock;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real machine, but for its wall clock, which somebody sets. Its monotonic clock goes on as ever. Thread-safe. */
public final class JumpingHost implements Host {

    private static final Logger LOG = LoggerFactory.getLogger(JumpingHost.class);
    private static final String COMMAND = "clock ";

    private final Host machine;
    private volatile long aheadMs;

    public JumpingHost(Host machine) {
        this.machine = machine;
    }

    /** The line on a process's standard input by which its clock is set so far from the true time. */
    public static String command(long aheadMs) {
        return COMMAND + aheadMs;
    }

    /** Obeys such a line; other lines are none of its business. */
    public void hear(String line) {
        if (line.startsWith(COMMAND)) {
            aheadMs = Long.parseLong(line.substring(COMMAND.length()));
            LOG.info("this process's wall clock is {} ms ahead now", aheadMs);
        }
    }

    @Override
    public long currentTimeMillis() {
        return machine.currentTimeMillis() + aheadMs;
    }

    @Override
    public long nanoTime() {
        return machine.nanoTime();
    }

    @Override
    public long randomLong() {
        return machine.randomLong();
    }

    @Override
    public <X extends Exception> void at(CrashPoint point, Function<String, X> failure) throws X {
        machine.at(point, failure);
    }

    @Override
    public Timer timer(String name) {
        return machine.timer(name);
    }

    @Override
    public Workforce workforce(String name, int threadsMax, int waitingMax) {
        return machine.workforce(name, threadsMax, waitingMax);
    }

    @Override
    public Worker start(String name, Runnable body) {
        return machine.start(name, body);
    }

    @Override
    public <T> T await(CompletableFuture<T> future, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        return machine.await(future, nanos);
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        machine.sleep(nanos);
    }
}
