package io.nemcon.samples.torture.world;

import io.nemcon.samples.torture.history.History;
import io.nemcon.samples.torture.plan.Fault;
import io.nemcon.samples.torture.plan.FaultKind;
import io.nemcon.samples.torture.plan.FaultPlan;
import io.nemcon.samples.torture.proxy.Link;
import io.nemcon.samples.torture.proxy.Weather;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a plan, and writes down what it did to whom and when: the leader is known only then, and what has to start again takes
 * its time. Faults of one class, as those of nodes, wait for each other; so a late one shifts those after it.
 */
public final class FaultRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FaultRunner.class);
    private static final int LANES = 5;
    private static final int WATCHERS = 4;
    private static final Duration RESOLVE_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RESOLVE_POLL = Duration.ofMillis(50);

    private final World world;
    private final PrintWriter log;
    private final long beganNs = System.nanoTime();
    private final ScheduledExecutorService lanes = Executors.newScheduledThreadPool(LANES);
    private final ScheduledExecutorService watchers = Executors.newScheduledThreadPool(WATCHERS);
    private final Object nodes = new Object();
    private final Object apps = new Object();
    private final Object databases = new Object();
    private final Map<FaultKind, Integer> done = new EnumMap<>(FaultKind.class);
    private final List<Long> leaderKills = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> resolveMs = Collections.synchronizedList(new ArrayList<>());

    /** @param folder in which {@code faults.log} is written */
    public FaultRunner(World world, Path folder) throws IOException {
        this.world = world;
        this.log = new PrintWriter(Files.newBufferedWriter(folder.resolve("faults.log")), true);
    }

    public void start(FaultPlan plan) {
        for (Fault fault : plan.faults()) {
            lanes.schedule(() -> carryOut(fault), fault.atMs(), TimeUnit.MILLISECONDS);
        }
    }

    /** How many of each kind have struck so far. */
    public Map<FaultKind, Integer> done() {
        synchronized (done) {
            return new EnumMap<>(done);
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

    private void carryOut(Fault fault) {
        try {
            switch (fault.kind()) {
                case NODE_KILL, NODE_PAUSE -> {
                    synchronized (nodes) {
                        strikeNode(fault);
                    }
                }
                case APP_KILL, APP_PAUSE -> {
                    synchronized (apps) {
                        strikeApp(fault);
                    }
                }
                case DATABASE_RESTART, DATABASE_CRASH, DATABASE_PAUSE -> {
                    synchronized (databases) {
                        strikeDatabase(fault);
                    }
                }
                case LINK_DROP, LINK_DELAY, LINK_DUPLICATE, LINK_HALF_OPEN, LINK_NO_ANSWER, LINK_CUT ->
                    strikeLink(fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.error("a fault could not be carried out as planned: {}", fault, e);
        }
    }

    private void strikeNode(Fault fault) throws IOException, InterruptedException {
        Optional<NodeSeat> leader = world.leader();
        NodeSeat victim =
                fault.victim().equals(Fault.LEADER) ? leader.orElse(world.node("tm-1")) : world.node(fault.victim());
        boolean leads = leader.filter(victim::equals).isPresent();
        tell(fault, victim.name() + (leads ? ", which leads" : ""));
        if (fault.kind() == FaultKind.NODE_KILL) {
            victim.kill();
            if (leads) {
                leaderKills.add(System.currentTimeMillis());
            }
        } else {
            victim.pause();
        }
        last(fault);
        victim.resume();
        victim.startAgain();
    }

    private void strikeApp(Fault fault) throws IOException, InterruptedException {
        AppSeat victim = world.app(fault.victim());
        tell(fault, victim.life().name());
        if (fault.kind() == FaultKind.APP_KILL) {
            String life = victim.life().name();
            Path history = victim.life().history();
            long sentNs = System.nanoTime();
            victim.kill();
            watchers.execute(() -> awaitNothingLeft(life, history, sentNs));
        } else {
            victim.pause();
        }
        last(fault);
        victim.resume();
        victim.startAgain();
    }

    private void strikeDatabase(Fault fault) throws IOException, InterruptedException {
        DatabaseSeat victim = world.bank(fault.victim());
        tell(fault, victim.name());
        if (fault.kind() == FaultKind.DATABASE_PAUSE) {
            victim.pause();
        } else if (fault.kind() == FaultKind.DATABASE_CRASH) {
            victim.kill();
        } else {
            victim.stop();
        }
        last(fault);
        victim.resume();
        victim.startAgain();
    }

    private void strikeLink(Fault fault) throws InterruptedException {
        Link link = world.link(fault.from(), fault.to());
        tell(fault, fault.victim());
        link.become(weather(fault.kind()));
        last(fault);
        link.become(Weather.CLEAR);
    }

    private static Weather weather(FaultKind kind) {
        return Weather.valueOf(kind.name().substring("LINK_".length()));
    }

    private static void last(Fault fault) throws InterruptedException {
        Thread.sleep(fault.lastsMs());
    }

    private void tell(Fault fault, String victim) {
        synchronized (done) {
            done.merge(fault.kind(), 1, Integer::sum);
        }
        log.printf(
                "%7.3f s: %s to %s, planned %s%n",
                (System.nanoTime() - beganNs) / 1e9, fault.kind().word(), victim, fault);
    }

    private void awaitNothingLeft(String life, Path history, long sentNs) {
        try {
            Set<String> prefixes = History.read(List.of(history)).sessionPrefixes();
            while (System.nanoTime() - sentNs < RESOLVE_TIMEOUT.toNanos()) {
                if (isNothingLeft(life, prefixes)) {
                    long tookMs = (System.nanoTime() - sentNs) / 1_000_000;
                    resolveMs.add(tookMs);
                    log.printf(
                            "%7.3f s: nothing left of %s after %d ms%n",
                            (System.nanoTime() - beganNs) / 1e9, life, tookMs);
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
