package io.nemcon.client.jta;

import io.nemcon.client.session.Sessions;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of all transactions of one client, daemons all: phases, timeouts, what is resolved later. Thread-safe. */
final class Workers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int RESOLVING_THREADS = 8;
    private static final long TICK_MS = 100;
    private static final long IDLE_SECONDS = 30;

    private final PhaseExecutor phases;
    private final ThreadPoolExecutor resolving;
    private final ScheduledThreadPoolExecutor timer;

    Workers(Sessions sessions, JtaConfig config) {
        this.phases = new PhaseExecutor(config.name(), config.threadsMax());
        this.resolving = new ThreadPoolExecutor(
                RESOLVING_THREADS,
                RESOLVING_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(config.resolvingMax()),
                DaemonThreads.named("nemcon-resolve-" + config.name()));
        resolving.allowCoreThreadTimeOut(true);
        this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("nemcon-timeout-" + config.name()));
        timer.scheduleWithFixedDelay(() -> tick(sessions), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** The outer edge of the timer's loop. */
    private static void tick(Sessions sessions) {
        try {
            sessions.ringAlarms(System.nanoTime());
        } catch (RuntimeException unexpected) {
            LOG.error("timeouts were not looked at in this round", unexpected);
        }
    }

    PhaseExecutor phases() {
        return phases;
    }

    /** Runs it when a thread is free; false if the queue is full or the client is closed. */
    boolean resolve(Runnable task) {
        try {
            resolving.execute(task);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        phases.close();
        resolving.shutdown();
    }
}
