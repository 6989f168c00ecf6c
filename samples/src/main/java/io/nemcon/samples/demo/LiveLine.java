package io.nemcon.samples.demo;

import io.nemcon.samples.demo.database.Databases;
import io.nemcon.samples.demo.process.AppProcess;
import io.nemcon.samples.demo.process.NodeProcess;
import io.nemcon.samples.demo.process.TmGroup;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The line that shows the rate, the leader and what is in doubt, some times a second, from a thread of its own. */
final class LiveLine implements AutoCloseable {

    private static final Duration ON_TERMINAL = Duration.ofMillis(250);
    private static final Duration ELSEWHERE = Duration.ofSeconds(2);

    private final Screen screen;
    private final TmGroup group;
    private final List<AppProcess> apps;
    private final Databases databases;
    private final long beganNs = System.nanoTime();
    private final Thread thread = new Thread(this::run, "live-line");
    private volatile boolean closed;

    // The thread's alone.
    private long lastNs = beganNs;
    private long lastCommitted;

    LiveLine(Screen screen, TmGroup group, List<AppProcess> apps, Databases databases) {
        this.screen = screen;
        this.group = group;
        this.apps = List.copyOf(apps);
        this.databases = databases;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep((screen.rewrites() ? ON_TERMINAL : ELSEWHERE).toMillis());
                String text = text(System.nanoTime());
                if (!closed) {
                    screen.live(text);
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
        screen.clearLive();
    }

    private String text(long nowNs) {
        long committed =
                apps.stream().mapToLong(app -> app.counts().committed()).sum();
        double perSecond = (committed - lastCommitted) * 1e9 / (nowNs - lastNs);
        lastCommitted = committed;
        lastNs = nowNs;
        return String.format(
                Locale.ROOT,
                "%6.1f s   %,6.0f commits/s   leader %-8s   in doubt %s",
                (nowNs - beganNs) / 1e9,
                perSecond,
                group.leader().map(NodeProcess::name).orElse("none"),
                inDoubt());
    }

    /** Prepared and not finished at this moment, which under load is never quite nothing. */
    private String inDoubt() {
        try {
            return Integer.toString(databases.prepared());
        } catch (SQLException e) {
            return "?";
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
