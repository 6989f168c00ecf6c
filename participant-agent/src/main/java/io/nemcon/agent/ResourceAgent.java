package io.nemcon.agent;

import io.nemcon.client.AgentPort;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.core.recovery.RecoveryProtocol;
import io.nemcon.core.recovery.RecoverySettings;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

    /** The ledger tells a new active agent; asking is for news that got lost. */
    private static final long STANDBY_INTERVAL_MS = 10_000;

    private static final long FAILED_INTERVAL_MS = 1_000;

    /** Witnesses are removed when nothing else is to be done, and no more often than this. */
    private static final long SWEEP_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long CLOSE_WAIT_MS = 5_000;

    private final AgentPort port;
    private final RecoverableResource resource;
    private final RecoverySettings settings;
    private final RepeatedFailure failure;
    private final Thread thread;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean closed;
    private volatile boolean active;

    /** Made in the first round, when the group could be asked who it is. Agent thread only. */
    private @Nullable RecoveryProtocol protocol;

    private @Nullable WitnessSweep sweep;
    private long sweptNanos = System.nanoTime() - SWEEP_INTERVAL_NANOS;

    ResourceAgent(AgentPort port, RecoverableResource resource, RecoverySettings settings) {
        this.port = port;
        this.resource = resource;
        this.settings = settings;
        this.failure = new RepeatedFailure(LOG, "recovery of resource " + resource.name());
        this.thread = new Thread(this::run, "nemcon-agent-" + resource.name());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** There may be work: the next round begins at once. Never blocks. */
    void wake() {
        wakeUps.release();
    }

    /** The session that this agent was registered with is gone. */
    void registerAnew() {
        active = false;
        wake();
    }

    private void run() {
        while (!closed) {
            long waitMs = roundOrRest();
            await(waitMs);
        }
    }

    /** Returns how long to wait for the next one. */
    private long roundOrRest() {
        try {
            if (!active) {
                active = register();
            }
            int left = active ? round() : 0;
            failure.over();
            if (!active) {
                return STANDBY_INTERVAL_MS;
            }
            return left > 0 ? BUSY_INTERVAL_MS : ROUND_INTERVAL_MS;
        } catch (ResourceUnreachableException | GroupUnreachableException unreachable) {
            failure.happened(unreachable);
        } catch (InterruptedException interrupted) {
            closed = true; // only close() interrupts this thread
        } catch (RuntimeException fault) {
            failure.happened(fault); // one bad branch must not stop the agent
        }
        return FAILED_INTERVAL_MS;
    }

    private boolean register() throws GroupUnreachableException, InterruptedException {
        Result result = Asked.result(port.request(new SessionCommand.RegisterAgent(resource.name())));
        if (result instanceof Result.AgentRegistered registered) {
            if (registered.active()) {
                LOG.info("active agent of resource {}", resource.name());
            }
            return registered.active();
        }
        throw new GroupUnreachableException("registering as agent of " + resource.name() + " was answered " + result);
    }

    private int round() throws ResourceUnreachableException, GroupUnreachableException, InterruptedException {
        RecoveryProtocol of = protocol;
        if (of == null) {
            GroupId group = group();
            of = new RecoveryProtocol(group, resource.name(), resource.hasWitness(), settings);
            protocol = of;
            sweep = new WitnessSweep(port, resource, group);
        }
        int left = new RecoveryRound(port, resource, of).run();
        if (left == 0) {
            sweepNowAndThen();
        }
        return left;
    }

    private void sweepNowAndThen()
            throws ResourceUnreachableException, GroupUnreachableException, InterruptedException {
        long nowNanos = System.nanoTime();
        if (sweep != null && nowNanos - sweptNanos >= SWEEP_INTERVAL_NANOS) {
            sweptNanos = nowNanos;
            sweep.run();
        }
    }

    private GroupId group() throws GroupUnreachableException, InterruptedException {
        Answer.Status status = Asked.answer(port.query(new Query.Status()), Answer.Status.class);
        return status.group();
    }

    private void await(long waitMs) {
        try {
            if (!closed && wakeUps.tryAcquire(waitMs, TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_WAIT_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        resource.close();
    }
}
