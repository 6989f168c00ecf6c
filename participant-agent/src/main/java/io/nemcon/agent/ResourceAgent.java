package io.nemcon.agent;

import io.nemcon.client.AgentPort;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.recovery.RecoveryProtocol;
import io.nemcon.core.recovery.RecoverySettings;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovery of one resource on a thread of its own: registers with the ledger, and while it is the active agent goes its
 * rounds, every few seconds and whenever it is woken. A round that fails is started over; nothing ends the thread but
 * {@link #close}.
 */
final class ResourceAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceAgent.class);

    private static final long ROUND_INTERVAL_MS = 3_000;

    /** While branches are left that can't be finished this moment. */
    private static final long BUSY_INTERVAL_MS = 200;

    /**
     * The ledger tells a new active agent; asking is for news that got lost. The active one asks as often: a standing agent may have come,
     * to which one inside an application leaves the resource.
     */
    private static final long STANDBY_INTERVAL_MS = 10_000;

    private static final long STANDBY_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(STANDBY_INTERVAL_MS);

    private static final long FAILED_INTERVAL_MS = 1_000;

    /** Witnesses are removed when nothing else is to be done, and no more often than this. */
    private static final long SWEEP_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How many are prepared is counted after a scan, and no more often than this. */
    private static final long COUNT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(ROUND_INTERVAL_MS);

    private static final long CLOSE_WAIT_MS = 5_000;

    private static final long SIGN_OFF_WAIT_MS = 2_000;

    private final Host host;
    private final AgentPort port;
    private final AskedGroup group;
    private final PassedResource resource;
    private final RecoverySettings settings;
    private final RepeatedFailure failure;
    private final Vitals vitals;

    /** The next number for a word on being an agent. */
    private final LongSupplier numbers;

    /** Completes when there may be work; a new one is put in its place before that is looked for. */
    private volatile CompletableFuture<Void> wakeUp = new CompletableFuture<>();

    private volatile Host.@Nullable Worker worker;
    private volatile boolean closed;
    private volatile boolean active;
    private long askedNanos;

    /** How often the process got another session. */
    private volatile int replacements;

    /** Whether the group was ever asked to make it one. */
    private volatile boolean asked;

    /** Made in the first round, when the group could be asked who it is. Agent thread only. */
    private @Nullable RecoveryProtocol protocol;

    private @Nullable WitnessSweep sweep;

    /** What the resource told of where it stands, until the group was asked about it. Agent thread only. */
    private @Nullable Long position;

    private long sweptNanos;
    private long countedNanos;

    ResourceAgent(
            AgentPort port,
            RecoverableResource resource,
            RecoverySettings settings,
            Watching watching,
            LongSupplier numbers) {
        this.host = port.host();
        this.port = port;
        this.group = new AskedGroup(port);
        this.resource = new PassedResource(host, resource);
        this.settings = settings;
        this.numbers = numbers;
        this.failure = new RepeatedFailure(host, LOG, "recovery of resource " + resource.name());
        this.vitals = new Vitals(resource.name(), watching, host::nanoTime);
        this.sweptNanos = host.nanoTime() - SWEEP_INTERVAL_NANOS;
        this.countedNanos = host.nanoTime() - COUNT_INTERVAL_NANOS;
    }

    /** By any thread. */
    VitalSigns vitals() {
        return vitals.signs();
    }

    void start() {
        Host.Worker started = host.start("nemcon-agent-" + resource.name(), this::run);
        worker = started;
        if (closed) {
            started.interrupt(); // closed before it was known whom to interrupt
        }
    }

    /** There may be work: the next round begins at once. Never blocks. */
    void wake() {
        wakeUp.complete(null);
    }

    /** The session that this agent was registered with is gone. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // sessions follow each other on one thread
    void registerAnew() {
        replacements++;
        active = false;
        wake();
    }

    private void run() {
        while (!closed) {
            long waitMs = roundOrRest();
            vitals.publish();
            await(waitMs);
        }
    }

    /** Returns how long to wait for the next one. */
    private long roundOrRest() {
        try {
            if (!active || host.nanoTime() - askedNanos >= STANDBY_INTERVAL_NANOS) {
                int before = replacements;
                active = register();
                if (before != replacements) {
                    active = false; // that was the session before
                }
                vitals.registered(active);
            }
            int left = active ? round() : 0;
            failure.over();
            if (!active) {
                return STANDBY_INTERVAL_MS;
            }
            return left > 0 ? BUSY_INTERVAL_MS : ROUND_INTERVAL_MS;
        } catch (ResourceUnreachableException unreachable) {
            vitals.resourceSilent(String.valueOf(unreachable.getMessage()));
            failure.happened(unreachable);
        } catch (GroupUnreachableException unreachable) {
            active = false; // it may be that the group knows of no agent here: it is asked before the next round
            vitals.groupSilent(String.valueOf(unreachable.getMessage()));
            failure.happened(unreachable);
        } catch (InterruptedException interrupted) {
            closed = true; // only close() interrupts this thread
        } catch (RuntimeException fault) {
            failure.happened(fault); // one bad branch must not stop the agent
        }
        return FAILED_INTERVAL_MS;
    }

    private boolean register() throws GroupUnreachableException, InterruptedException {
        asked = true;
        askedNanos = host.nanoTime();
        boolean wasActive = active;
        Result result = group.request(
                CrashPoint.AGENT_BEFORE_REGISTERED,
                new SessionCommand.RegisterAgent(resource.name(), numbers.getAsLong()));
        group.pass(CrashPoint.AGENT_REGISTERED);
        if (result instanceof Result.AgentRegistered registered) {
            if (registered.active() && !wasActive) {
                LOG.info("active agent of resource {}", resource.name());
            } else if (wasActive && !registered.active()) {
                LOG.info("resource {} is left to a standing agent", resource.name());
            }
            return registered.active();
        }
        throw new GroupUnreachableException("registering as agent of " + resource.name() + " was answered " + result);
    }

    private int round() throws ResourceUnreachableException, GroupUnreachableException, InterruptedException {
        RecoveryProtocol of = protocol;
        if (of == null) {
            Query status = new Query.Status();
            GroupId id = group.query(CrashPoint.AGENT_BEFORE_GROUP_ASKED, status, Answer.Status.class)
                    .group();
            of = new RecoveryProtocol(id, resource.name(), resource.hasWitness(), settings);
            protocol = of;
            sweep = new WitnessSweep(port, resource, id);
        }
        seeWhetherSetBack();
        int left = new RecoveryRound(port, resource, of, vitals).run();
        countPreparedNowAndThen();
        if (left == 0) {
            sweepNowAndThen();
        }
        return left;
    }

    /** Before anything else over a new connection. What was decided is carried out all the same. */
    private void seeWhetherSetBack()
            throws ResourceUnreachableException, GroupUnreachableException, InterruptedException {
        Long told = resource.position();
        if (told != null) {
            position = told;
        }
        Long unchecked = position;
        if (unchecked != null) {
            String refusal = new SetBack(group).refusal(resource.name(), unchecked);
            position = null;
            if (!refusal.isEmpty()) {
                LOG.warn(refusal);
            }
        }
    }

    private void countPreparedNowAndThen() throws ResourceUnreachableException {
        long nowNanos = host.nanoTime();
        if (nowNanos - countedNanos >= COUNT_INTERVAL_NANOS) {
            countedNanos = nowNanos;
            vitals.prepared(resource.preparedUse());
        }
    }

    private void sweepNowAndThen()
            throws ResourceUnreachableException, GroupUnreachableException, InterruptedException {
        long nowNanos = host.nanoTime();
        if (sweep != null && nowNanos - sweptNanos >= SWEEP_INTERVAL_NANOS) {
            sweptNanos = nowNanos;
            sweep.run();
        }
    }

    private void await(long waitMs) {
        if (closed) {
            return;
        }
        try {
            host.await(wakeUp, TimeUnit.MILLISECONDS.toNanos(waitMs));
            wakeUp = new CompletableFuture<>();
        } catch (TimeoutException nothingCame) {
            return; // the next round begins by itself
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a wake-up can't fail", impossible);
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        Host.Worker started = worker;
        if (started != null) {
            end(started);
        }
        resource.close();
    }

    private static void end(Host.Worker started) {
        started.interrupt();
        try {
            started.awaitEnd(TimeUnit.MILLISECONDS.toNanos(CLOSE_WAIT_MS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Leaves the resource to the agents of other processes, for this process's session goes on: until the group knows that it
     * is no agent any more, none of them is the active one. After {@link #close}; waits a little for the group.
     */
    void signOff() {
        if (!asked) {
            return;
        }
        CompletableFuture<Result> signedOff = CompletableFuture.completedFuture(numbers.getAsLong())
                .thenCompose(number -> {
                    host.at(CrashPoint.AGENT_BEFORE_SIGNED_OFF);
                    return port.request(new SessionCommand.UnregisterAgent(resource.name(), number));
                });
        try {
            host.await(signedOff, TimeUnit.MILLISECONDS.toNanos(SIGN_OFF_WAIT_MS));
        } catch (ExecutionException | TimeoutException unheard) {
            LOG.warn(
                    "resource {}: the group was not told that its agent here is gone; other processes' agents take over when"
                            + " this client closes: {}",
                    resource.name(),
                    unheard.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
