package io.nemcon.client.jta;

import io.nemcon.client.session.Sessions;
import io.nemcon.node.host.Host;
import java.util.concurrent.TimeUnit;

/** The threads of all transactions of one client, daemons all: phases, timeouts, what is resolved later. Thread-safe. */
final class Workers implements AutoCloseable {

    private static final int RESOLVING_THREADS = 8;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PhaseExecutor phases;
    private final Host.Workforce resolving;
    private final Host.Timer timer;
    private volatile Runnable alsoAtTick = () -> {};

    Workers(Host host, Sessions sessions, JtaConfig config) {
        this.phases = new PhaseExecutor(host, config.name(), config.threadsMax());
        this.resolving = host.workforce("nemcon-resolve-" + config.name(), RESOLVING_THREADS, config.resolvingMax());
        this.timer = host.timer("nemcon-timeout-" + config.name());
        timer.repeat(
                () -> {
                    sessions.ringAlarms(host.nanoTime());
                    alsoAtTick.run();
                },
                TICK_NANOS);
    }

    /** What else the timer runs every now and then. Must not block. */
    void onTick(Runnable task) {
        alsoAtTick = task;
    }

    PhaseExecutor phases() {
        return phases;
    }

    /** Runs it when a thread is free; false if the queue is full or the client is closed. */
    boolean resolve(Runnable task) {
        return resolving.execute(task);
    }

    @Override
    public void close() {
        timer.close();
        phases.close();
        resolving.close();
    }
}
