package io.nemcon.server.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.nemcon.core.check.Invariant;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogListener;
import io.nemcon.server.raft.rpc.PeerAddresses;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What JRaft calls, on its one state machine thread, handed on to the apply thread in the same order.
 *
 * <p>JRaft tells of a new leader's first entry in the middle of the entries, after all of earlier terms, and of everything
 * else between batches; so the order here is the order of the log.
 */
final class GroupStateMachine extends StateMachineAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(GroupStateMachine.class);
    private static final int BATCH_BYTES = 256 * 1024;

    private final Host host;
    private final ApplyThread apply;
    private final LogListener listener;
    private final Proposals proposals;
    private final Standing standing;
    private final KnownLives lives;
    private final SnapshotPace pace;
    private final Executor background;
    private final Runnable snapshotDue;
    /** The last index handed on. State machine thread only. */
    private long handedOn;

    /**
     * @param background one thread for files
     * @param snapshotDue asks for a snapshot; run on that thread
     */
    GroupStateMachine(
            Host host,
            ApplyThread apply,
            LogListener listener,
            Proposals proposals,
            Standing standing,
            KnownLives lives,
            SnapshotPolicy snapshots,
            Executor background,
            Runnable snapshotDue) {
        this.host = host;
        this.apply = apply;
        this.listener = listener;
        this.proposals = proposals;
        this.standing = standing;
        this.lives = lives;
        this.pace = new SnapshotPace(snapshots);
        this.background = background;
        this.snapshotDue = snapshotDue;
    }

    @Override
    public void onApply(Iterator entries) {
        while (entries.hasNext()) {
            Committed batch = new Committed(this::take);
            while (entries.hasNext() && batch.bytes() < BATCH_BYTES) {
                long index = entries.getIndex();
                Invariant.check(index > handedOn, "entry %s comes after entry %s", index, handedOn);
                handedOn = index;
                batch.add(new Committed.Entry(
                        index, entries.getTerm(), bytesOf(entries.getData()), (Proposal) entries.done()));
                entries.next();
            }
            apply.feed(batch);
        }
    }

    private static byte[] bytesOf(@Nullable ByteBuffer data) {
        if (data == null) {
            return new byte[0];
        }
        if (data.hasArray() && data.arrayOffset() == 0 && data.remaining() == data.array().length) {
            return data.array();
        }
        byte[] copy = new byte[data.remaining()];
        data.duplicate().get(copy);
        return copy;
    }

    /** Apply thread. */
    private void take(Committed.Entry entry) {
        listener.onCommitted(entry.index(), entry.term(), entry.bytes());
        if (entry.proposal() != null) {
            proposals.committed(entry.proposal(), entry.index());
        }
        if (pace.isDueWith(entry.bytes().length)) {
            try {
                background.execute(snapshotDue);
            } catch (RejectedExecutionException e) {
                LOG.debug("closing, so no snapshot is taken", e);
            }
        }
    }

    @Override
    public void onSnapshotSave(SnapshotWriter writer, Closure done) {
        apply.feed(new SnapshotSave(host, this::takeSnapshot, writer, done, background));
    }

    /** Apply thread. */
    private byte[] takeSnapshot() {
        pace.restart();
        return listener.takeSnapshot();
    }

    @Override
    public boolean onSnapshotLoad(SnapshotReader reader) {
        Path file = Path.of(reader.getPath(), SnapshotFile.NAME);
        SnapshotFile snapshot;
        try {
            host.at(CrashPoint.NODE_BEFORE_SNAPSHOT_LOADED, IOException::new);
            snapshot = SnapshotFile.read(file);
        } catch (IOException e) {
            return unreadable(file, e.toString(), e);
        }
        SnapshotMeta meta = reader.load();
        if (meta == null || meta.getLastIncludedIndex() != snapshot.index()) {
            return unreadable(file, "it is of index " + snapshot.index() + ", and JRaft noted another", null);
        }
        handedOn = snapshot.index();
        SnapshotLoad step = new SnapshotLoad(listener, snapshot);
        apply.feed(step);
        return step.await();
    }

    private boolean unreadable(Path file, String why, @Nullable Throwable cause) {
        fail(
                "snapshot " + file + " cannot be restored (" + why
                        + "): remove this node from its group and add it again with an empty folder",
                cause);
        return false;
    }

    @Override
    public void onLeaderStart(long term) {
        apply.submit(() -> standing.onLeading(term));
    }

    @Override
    public void onLeaderStop(Status status) {
        apply.submit(() -> standing.onLeaderLost(0));
    }

    @Override
    public void onStartFollowing(LeaderChangeContext context) {
        String leader = PeerAddresses.wire(context.getLeaderId().getEndpoint()).toString();
        apply.submit(() -> standing.onFollowing(context.getTerm(), leader));
    }

    @Override
    public void onStopFollowing(LeaderChangeContext context) {
        apply.submit(() -> standing.onLeaderLost(context.getTerm()));
    }

    @Override
    public void onConfigurationCommitted(Configuration configuration) {
        List<WireEndpoint> voters = configuration.listPeers().stream()
                .map(PeerId::getEndpoint)
                .map(PeerAddresses::wire)
                .toList();
        lives.onVoters(voters);
        apply.submit(() -> standing.onVoters(voters));
    }

    @Override
    public void onError(RaftException e) {
        fail(
                "the log stopped (" + e.getStatus()
                        + "), so this node acknowledges nothing more: see to its disk, then start it" + " again",
                e);
    }

    /** The first failure counts; JRaft's own comes after what it failed of here. */
    private void fail(String why, @Nullable Throwable cause) {
        LogException failure = cause == null ? new LogException(why) : new LogException(why, cause);
        apply.submit(() -> apply.fail(failure));
    }
}
