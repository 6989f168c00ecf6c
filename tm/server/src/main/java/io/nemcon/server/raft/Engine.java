package io.nemcon.server.raft;

import com.alipay.sofa.jraft.JRaftServiceFactory;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.RaftServiceFactory;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.option.ReadOnlyOption;
import com.alipay.sofa.jraft.util.concurrent.DefaultFixedThreadsExecutorGroupFactory;
import com.alipay.sofa.jraft.util.concurrent.FixedThreadsExecutorGroup;
import io.nemcon.node.log.LogException;
import io.nemcon.server.raft.rpc.PeerAddresses;
import io.nemcon.server.raft.rpc.RaftTransport;
import io.nemcon.server.raft.rpc.TransportOptions;
import io.nemcon.wire.WireEndpoint;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One JRaft node: its settings, its start and its end. */
final class Engine implements AutoCloseable {

    private static final int APPLY_BATCH = 256;
    private static final int LEADER_LEASE_PERCENT = 80;
    private static final int TIMER_THREADS = 3;
    private static final int ANSWER_THREADS = 6;
    private static final int ANSWERS_WAITING_MAX = 32_768;
    private static final long SENDERS_PATIENCE_SECONDS = 5;

    private final RaftLogConfig config;
    private final DataFolder folder;
    private final PeerId self;
    private final FixedThreadsExecutorGroup senders;
    private final Node node;

    Engine(RaftLogConfig config, DataFolder folder) {
        this.config = config;
        this.folder = folder;
        this.self = peer(config.self());
        int peers = config.voters().size() + config.observers().size();
        this.senders = DefaultFixedThreadsExecutorGroupFactory.INSTANCE.newExecutorGroup(
                Math.max(2, peers - 1), "nemcon-raft-send-", ANSWERS_WAITING_MAX);
        this.node = RaftServiceFactory.createRaftNode(groupName(config.group()), self);
    }

    /** JRaft wants a letter first. */
    static String groupName(String group) {
        return "nemcon-" + group;
    }

    private static PeerId peer(WireEndpoint address) {
        return new PeerId(PeerAddresses.raft(address), 0);
    }

    /** Opens the files, restores the snapshot and takes part. */
    void start(RaftTransport transport, StateMachine fsm, @Nullable JRaftServiceFactory storages) throws LogException {
        NodeManager.getInstance().addAddress(self.getEndpoint());
        boolean started;
        try {
            started = node.init(options(transport, fsm, storages));
        } catch (RuntimeException e) {
            throw cannotOpen(e);
        }
        if (!started) {
            throw cannotOpen(null);
        }
    }

    private LogException cannotOpen(@Nullable Exception cause) {
        String message = "the log in " + folder + " cannot be opened" + (cause == null ? "" : " (" + cause + ")")
                + ": what JRaft logged just before says why, most often a full disk, another process that has it open, or"
                + " a damaged file; in the last case add this node to its group anew with an empty folder";
        return cause == null ? new LogException(message) : new LogException(message, cause);
    }

    private NodeOptions options(RaftTransport transport, StateMachine fsm, @Nullable JRaftServiceFactory storages) {
        RaftTimings timings = config.timings();
        NodeOptions options = new TransportOptions(transport);
        options.setFsm(fsm);
        options.setInitialConf(founders());
        options.setLogUri(folder.log().toString());
        options.setRaftMetaUri(folder.vote().toString());
        options.setSnapshotUri(folder.snapshots().toString());
        options.setSnapshotIntervalSecs((int) config.snapshots().interval().toSeconds());
        options.setElectionTimeoutMs(millis(timings.electionTimeout()));
        options.setRpcDefaultTimeout(millis(timings.rpcTimeout()));
        options.setLeaderLeaseTimeRatio(LEADER_LEASE_PERCENT);
        options.setDisableCli(true);
        options.setEnableMetrics(false);
        options.setAppendEntriesExecutors(senders);
        options.setRpcProcessorThreadPoolSize(ANSWER_THREADS);
        options.setTimerPoolSize(TIMER_THREADS);
        options.setSharedElectionTimer(true);
        options.setSharedVoteTimer(true);
        options.setSharedStepDownTimer(true);
        options.setSharedSnapshotTimer(true);
        options.setRaftOptions(raftOptions(timings));
        if (storages != null) {
            options.setServiceFactory(storages);
        }
        return options;
    }

    private static RaftOptions raftOptions(RaftTimings timings) {
        RaftOptions options = new RaftOptions();
        options.setSync(true);
        options.setSyncMeta(true);
        options.setEnableLogEntryChecksum(true);
        options.setReadOnlyOptions(ReadOnlyOption.ReadOnlySafe);
        options.setMaxElectionDelayMs(millis(timings.maxElectionDelay()));
        options.setApplyBatch(APPLY_BATCH);
        options.setDisruptorBufferSize(RaftLimits.JRAFT_QUEUE);
        options.setOpenStatistics(false);
        return options;
    }

    /** What the group was formed of; empty on a node that joins later and is told by the leader. */
    private Configuration founders() {
        Configuration founders = new Configuration();
        if (config.founding()) {
            config.voters().forEach(voter -> founders.addPeer(peer(voter)));
            config.observers().forEach(observer -> founders.addLearner(peer(observer)));
        }
        return founders;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    Node node() {
        return node;
    }

    /** Gives up leading, if it does, to the follower that is furthest; finishes what is under way; closes the files. */
    @Override
    public void close() {
        node.shutdown();
        Uninterrupted.await((Uninterrupted.Wait) node::join);
        letGo();
    }

    /** After a start that failed. JRaft may then wait for its own end for ever, so it is not waited for. */
    void abandon() {
        node.shutdown();
        letGo();
    }

    private void letGo() {
        NodeManager.getInstance().removeAddress(self.getEndpoint());
        senders.shutdownGracefully(SENDERS_PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
