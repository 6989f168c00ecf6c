package io.nemcon.samples.torture.world;

import io.nemcon.samples.torture.history.History;
import io.nemcon.samples.torture.plan.Deed;
import io.nemcon.samples.torture.plan.Fault;
import io.nemcon.samples.torture.plan.FaultKind;
import io.nemcon.samples.torture.plan.FaultPlan;
import io.nemcon.samples.torture.plan.Lane;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a plan, and writes down what it did to whom and when: the leader is known only then, and what has to start again takes
 * its time. Faults of one lane wait for each other; so a late one shifts those after it, and what would begin when the run's time
 * is over is left out.
 */
public final class FaultRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FaultRunner.class);
    private static final int THREADS = 7;
    private static final int WATCHERS = 4;
    private static final Duration RESOLVE_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RESOLVE_POLL = Duration.ofMillis(50);

    private final World world;
    private final Blows blows;
    private final PrintWriter log;
    private final long beganMs = System.currentTimeMillis();
    private final ScheduledExecutorService lanes = Executors.newScheduledThreadPool(THREADS);
    private final ScheduledExecutorService watchers = Executors.newScheduledThreadPool(WATCHERS);
    private final Map<Lane, Object> rooms = new EnumMap<>(Lane.class);
    private final Map<FaultKind, Integer> begun = new EnumMap<>(FaultKind.class);
    private final List<Strike> strikes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> leaderKills = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> resolveMs = Collections.synchronizedList(new ArrayList<>());

    /** @param folder in which {@code faults.log} is written */
    public FaultRunner(World world, Path folder) throws IOException {
        this.world = world;
        this.blows = new Blows(world);
        this.log = new PrintWriter(Files.newBufferedWriter(folder.resolve("faults.log")), true);
        for (Lane lane : Lane.values()) {
            rooms.put(lane, new Object());
        }
    }

    /** @param length of the run; no fault begins after it */
    public void start(FaultPlan plan, Duration length) {
        long overMs = System.currentTimeMillis() + length.toMillis();
        for (Fault fault : plan.faults()) {
            lanes.schedule(() -> carryOut(fault, overMs), fault.atMs(), TimeUnit.MILLISECONDS);
        }
    }

    /** When faults began to strike, on the clock that all processes share. */
    public long beganMs() {
        return beganMs;
    }

    /** How many of each kind have struck so far. */
    public Map<FaultKind, Integer> done() {
        synchronized (begun) {
            return new EnumMap<>(begun);
        }
    }

    /** What has been done and undone so far, in the order of its end. */
    public List<Strike> strikes() {
        synchronized (strikes) {
            return List.copyOf(strikes);
        }
    }

    /** Faults that could not be carried out, or not undone, as planned: each with the reason. */
    public List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** When a leader had been killed, on the clock that all processes share. */
    public List<Long> leaderKills() {
        synchronized (leaderKills) {
            return List.copyOf(leaderKills);
        }
    }

    /** From each app's SIGKILL until nothing of that life was left in either database. */
    public List<Long> resolveMs() {
        synchronized (resolveMs) {
            return List.copyOf(resolveMs);
        }
    }

    private void carryOut(Fault fault, long overMs) {
        Lane lane = fault.kind().lane();
        Object room = lane == Lane.LINKS ? new Object() : Objects.requireNonNull(rooms.get(lane));
        try {
            synchronized (room) {
                if (System.currentTimeMillis() < overMs) {
                    strike(fault);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.error("a fault could not be carried out as planned: {}", fault, e);
            failures.add(fault + ": " + e);
        }
    }

    private void strike(Fault fault) throws IOException, InterruptedException {
        Blow blow = blows.of(fault);
        String victim = blow.victim();
        tell(fault, victim);
        List<AppSeat> dying = fault.kind().deed() == Deed.KILL ? blows.apps(fault) : List.of();
        List<Runnable> watches = dying.stream().map(this::watch).toList();
        long nowMs = System.currentTimeMillis();
        try {
            blow.begin();
            if (fault.kind().deed() == Deed.KILL && victim.contains(Blows.LEADS)) {
                leaderKills.add(System.currentTimeMillis());
            }
            watches.forEach(watchers::execute);
            Thread.sleep(fault.lastsMs());
            blow.end();
        } finally {
            strikes.add(new Strike(fault.kind(), victim, nowMs, System.currentTimeMillis()));
        }
    }

    private void tell(Fault fault, String victim) {
        synchronized (begun) {
            begun.merge(fault.kind(), 1, Integer::sum);
        }
        write(fault.kind().word() + " to " + victim + ", planned " + fault);
    }

    private void write(String line) {
        log.printf("%7.3f s: %s%n", (System.currentTimeMillis() - beganMs) / 1e3, line);
    }

    /** Of the life that this app has now, to be run when it has been killed. */
    private Runnable watch(AppSeat app) {
        String life = app.life();
        Path history = app.history();
        long nowNs = System.nanoTime();
        return () -> awaitNothingLeft(life, history, nowNs);
    }

    private void awaitNothingLeft(String life, Path history, long sentNs) {
        try {
            Set<String> prefixes = History.read(List.of(history)).sessionPrefixes();
            while (System.nanoTime() - sentNs < RESOLVE_TIMEOUT.toNanos()) {
                if (isNothingLeft(life, prefixes)) {
                    long tookMs = (System.nanoTime() - sentNs) / 1_000_000;
                    resolveMs.add(tookMs);
                    write("nothing left of " + life + " after " + tookMs + " ms");
                    return;
                }
                Thread.sleep(RESOLVE_POLL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("the history of {} cannot be read", life, e);
        }
    }

    private boolean isNothingLeft(String life, Set<String> prefixes) {
        try {
            return world.nothingLeftOf(life, prefixes);
        } catch (SQLException e) {
            return false; // a database is away just now
        }
    }

    /** Waits until every fault is over; false if that takes longer. */
    public boolean awaitOver(Duration timeout) throws InterruptedException {
        lanes.shutdown();
        return lanes.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** No further fault begins, and those there are stay as they are until the world is healed. */
    @Override
    public void close() {
        lanes.shutdownNow();
        watchers.shutdownNow();
        try {
            // What is being started must be there to be ended.
            lanes.awaitTermination(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            watchers.awaitTermination(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.close();
    }
}
