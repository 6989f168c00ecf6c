package io.nemcon.server.raft;

import com.alipay.sofa.jraft.JRaftServiceFactory;
import com.alipay.sofa.jraft.entity.Task;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog;
import io.nemcon.node.log.Role;
import io.nemcon.server.raft.rpc.DaemonThreads;
import io.nemcon.server.raft.rpc.RaftTransport;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one node of a group (Raft), on JRaft with its entries in RocksDB.
 *
 * <p>An acknowledged entry is forced to disk on a majority. Threads: JRaft's own; one apply thread, {@code nemcon-apply}, for
 * the listener and every callback; one for files. All are daemons and end with {@link #close}, a few that JRaft shares in a
 * process aside. What is refused at once, by a limit or by a log that does not run, is told where the call was made.
 *
 * <p>A force to disk that fails stops the node: JRaft never tries it again, nothing that waits is acknowledged, and the
 * listener is told.
 *
 * <p>A voter that lost its disk must not come back under its address as if nothing had happened. Nodes that knew it find it
 * out and do not count it ({@link io.nemcon.server.raft.rpc.LifeBook}), until it has been removed from the group and was
 * added again.
 */
public final class RaftLog implements ReplicatedLog {

    private static final Logger LOG = LoggerFactory.getLogger(RaftLog.class);
    private static final long READS_EXPIRE_MILLIS = 250;
    /** How many rpcTimeouts a read is waited for: one on the way to the leader, one for what it has to catch up on. */
    private static final int READ_PATIENCE = 2;

    private final Host host;
    private final RaftLogConfig config;
    private final RaftTransport transport;
    private final @Nullable JRaftServiceFactory storages;
    private final Object lifecycle = new Object();
    private volatile @Nullable Running running;
    private volatile boolean closed;

    /** The transport is this log's from now on: started and closed with it. */
    public RaftLog(Host host, RaftLogConfig config, RaftTransport transport) {
        this(host, config, transport, null);
    }

    /** With other storages than JRaft's own. */
    RaftLog(Host host, RaftLogConfig config, RaftTransport transport, @Nullable JRaftServiceFactory storages) {
        this.host = host;
        this.config = config;
        this.transport = transport;
        this.storages = storages;
    }

    @Override
    public void start(LogListener listener) throws LogException {
        synchronized (lifecycle) {
            if (closed || running != null) {
                throw new IllegalStateException("the log of " + config.self() + " was started or closed before");
            }
            Running starting =
                    new Running(config, listener, DataFolder.open(config.folder(), config.group(), config.self()));
            try {
                starting.start(host, transport, storages);
            } catch (LogException | RuntimeException e) {
                closed = true;
                starting.engine.abandon();
                starting.close(transport);
                if (starting.failure instanceof LogException reason) {
                    throw reason;
                }
                throw e;
            }
            starting.opened();
            running = starting;
        }
    }

    @Override
    public void propose(byte[] entry, long expectedTerm, ProposeCallback callback) {
        if (entry.length > config.limits().entryBytesMax()) {
            throw new IllegalArgumentException("an entry of " + entry.length + " bytes is over entryBytesMax, "
                    + config.limits().entryBytesMax());
        }
        Running present = running;
        if (present == null) {
            callback.failed(ProposeFailure.NOT_LEADER, "this node's log was not started");
            return;
        }
        Proposal proposal = present.proposals.open(callback);
        if (proposal == null) {
            return;
        }
        Task task = new Task(ByteBuffer.wrap(entry), proposal, expectedTerm);
        try {
            present.engine.node().apply(task);
        } catch (IllegalStateException e) {
            LOG.trace("the node is shutting down; the proposal is answered by its closure", e);
        }
    }

    @Override
    public void readIndex(ReadCallback callback) {
        Running present = running;
        if (present == null) {
            callback.failed("this node's log was not started");
            return;
        }
        Reads.Read read = present.reads.open(callback);
        if (read == null) {
            return;
        }
        try {
            present.engine.node().readIndex(new byte[0], read);
        } catch (IllegalStateException e) {
            LOG.trace("the node is shutting down; the read is answered by its closure", e);
        }
    }

    /** Refuses an action also if actionsWaitingMax are waiting. */
    @Override
    public boolean execute(Runnable action) {
        Running present = running;
        return present != null && present.apply.execute(action);
    }

    @Override
    public LogState state() {
        Running present = running;
        return present == null ? new LogState(closed ? Role.STOPPED : Role.CANDIDATE, 0, "") : present.standing.state();
    }

    @Override
    public void snapshot() {
        Running present = running;
        if (present == null) {
            return;
        }
        try {
            present.background.execute(present::snapshot);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, so no snapshot is taken", e);
        }
    }

    /** Who is in the group; of a log that was started. */
    public RaftMembers members() {
        Running present = running;
        if (present == null) {
            throw new IllegalStateException("the log of " + config.self() + " was not started");
        }
        return new RaftMembers(present.engine.node(), transport);
    }

    /** From the apply thread it only begins to close, and returns at once. */
    @Override
    public void close() {
        Running present = running;
        if (present != null && present.apply.isCurrent()) {
            new DaemonThreads("nemcon-raft-close").newThread(this::close).start();
            return;
        }
        synchronized (lifecycle) {
            if (closed) {
                return;
            }
            closed = true;
            if (running != null) {
                running.engine.close();
                running.close(transport);
            } else {
                transport.close();
            }
        }
    }

    /** The parts of a started log. */
    private static final class Running {

        private final RaftLogConfig config;
        private final LogListener listener;
        private final DataFolder folder;
        private final ApplyThread apply;
        private final Proposals proposals;
        private final Reads reads;
        private final Standing standing;
        private final Engine engine;
        private final ScheduledThreadPoolExecutor background;
        /** Until then a failure is told to whoever starts the log. Apply thread only. */
        private boolean open;
        /** Written on the apply thread; read on others only after it has ended. */
        private @Nullable Throwable failure;

        private Running(RaftLogConfig config, LogListener listener, DataFolder folder) {
            this.config = config;
            this.listener = listener;
            this.folder = folder;
            this.apply = new ApplyThread("nemcon-apply", config.limits(), this::onFailure);
            this.proposals = new Proposals(apply, config.limits().proposalsWaitingMax());
            this.reads = new Reads(
                    apply,
                    config.limits().readsWaitingMax(),
                    config.timings().rpcTimeout().multipliedBy(READ_PATIENCE));
            this.standing = new Standing(config, listener);
            this.engine = new Engine(config, folder);
            this.background = new ScheduledThreadPoolExecutor(1, new DaemonThreads("nemcon-raft-files"));
        }

        private void start(Host host, RaftTransport transport, @Nullable JRaftServiceFactory storages)
                throws LogException {
            KnownLives lives = KnownLives.read(folder.peers(), config.voters());
            apply.start();
            transport.start(
                    config.group(),
                    folder.life(),
                    lives,
                    Stream.concat(config.voters().stream(), config.observers().stream())
                            .filter(peer -> !peer.equals(config.self()))
                            .toList());
            background.scheduleWithFixedDelay(
                    reads::expire, READS_EXPIRE_MILLIS, READS_EXPIRE_MILLIS, TimeUnit.MILLISECONDS);
            engine.start(
                    transport,
                    new GroupStateMachine(
                            host,
                            apply,
                            listener,
                            proposals,
                            standing,
                            lives,
                            config.snapshots(),
                            background,
                            this::snapshot),
                    storages);
        }

        private void snapshot() {
            engine.node().snapshot(status -> {
                if (!status.isOk()) {
                    LOG.debug("no snapshot was taken: {}", status);
                }
            });
        }

        private void opened() {
            apply.submit(() -> {
                open = true;
                if (failure != null) {
                    tell(failure);
                }
            });
        }

        /** Apply thread. */
        private void onFailure(Throwable cause) {
            failure = cause;
            if (open) {
                tell(cause);
            }
        }

        private void tell(Throwable cause) {
            LOG.error("{} takes no further part in group {}", config.self(), config.group(), cause);
            endCalls("the log failed: " + cause.getMessage());
            try {
                background.execute(engine.node()::shutdown);
            } catch (RejectedExecutionException e) {
                LOG.trace("closing already", e);
            }
            listener.onFailure(cause);
            standing.onStopped();
        }

        private void endCalls(String why) {
            proposals.close(why);
            reads.close(why);
        }

        /** Everything but the engine, which comes first. */
        private void close(RaftTransport transport) {
            transport.close();
            background.shutdownNow();
            apply.submit(() -> {
                endCalls("the log was closed");
                standing.onStopped();
            });
            apply.close();
            folder.close();
        }
    }
}
