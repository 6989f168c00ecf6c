package io.nemcon.samples.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be ended when the demo ends, however it ends: the last thing started first. Thread-safe.
 *
 * <p>It is its own shutdown hook, so that Ctrl-C leaves nothing behind either.
 */
public final class Teardown implements AutoCloseable {

    /** Something to end; it says what went wrong by an exception. */
    @FunctionalInterface
    public interface Ending {
        void end() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

    private final Deque<Ending> endings = new ArrayDeque<>();
    private final Thread hook = new Thread(this::endAll, "demo-teardown");
    private volatile boolean byHook;

    public Teardown() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Ended at once if everything else has been already: the process is going down. */
    public <T extends AutoCloseable> T add(T started) {
        addEnding(started::close);
        return started;
    }

    public void addEnding(Ending ending) {
        boolean tooLate;
        synchronized (endings) {
            tooLate = byHook;
            if (!tooLate) {
                endings.push(ending);
            }
        }
        if (tooLate) {
            end(ending);
        }
    }

    /** Whether the process is ending from outside, so that whatever fails now is no news. */
    public boolean interrupted() {
        return byHook;
    }

    private void endAll() {
        if (Thread.currentThread() == hook) {
            synchronized (endings) {
                byHook = true;
            }
        }
        for (Ending next = next(); next != null; next = next()) {
            end(next);
        }
    }

    private @Nullable Ending next() {
        synchronized (endings) {
            return endings.poll();
        }
    }

    /** One that fails does not keep the others alive. */
    private static void end(Ending ending) {
        try {
            ending.end();
        } catch (Exception e) {
            LOG.warn("something of the demo did not end cleanly", e);
        }
    }

    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running, and does the same.
        }
    }
}
