package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.LogState;
import io.nemcon.node.log.ReplicatedLog;
import io.nemcon.node.log.Role;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A log of one node in a folder: its own majority, so always the leader, of a term that is one higher at each opening.
 *
 * <p>One thread does everything, "nemcon-log"; a caller's thread only hands work to it and never touches a file, so it may
 * be interrupted at any time. Snapshots are written and segments prepared beside it on threads that end with their task.
 *
 * <p>An acknowledged entry survives the death of the process and a power cut. Entries that were not acknowledged may
 * survive too, in order and without a gap.
 */
public final class LocalLog implements ReplicatedLog {

    /** Reads are still taken where proposals are refused, and actions where reads are: up to this many times queueMax. */
    private static final int READ_ROOM = 2;

    private static final int ACTION_ROOM = 4;

    private final LocalLogConfig config;
    private final LogFiles files;
    private final Inbox inbox = new Inbox();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable LogRunner runner;
    private volatile @Nullable Thread thread;

    public LocalLog(LocalLogConfig config) {
        this(config, new FolderFiles(config.folder()));
    }

    LocalLog(LocalLogConfig config, LogFiles files) {
        this.config = config;
        this.files = files;
    }

    /** Returns when every entry was read back and the log leads, or throws and leaves the folder as it was. */
    @Override
    public void start(LogListener listener) throws LogException {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "the log in " + files.folder() + " was started or closed before: make a new one");
        }
        LogRunner run = new LogRunner(files, config, inbox, listener);
        Thread work = new LogThread("nemcon-log", run);
        runner = run;
        thread = work;
        work.start();
        run.awaitOpen();
    }

    /** Limits: {@link LocalLogConfig#recordBytesMax} and {@link LocalLogConfig#queueMax}. */
    @Override
    public void propose(byte[] entry, long expectedTerm, ProposeCallback callback) {
        if (entry.length > config.recordBytesMax()) {
            throw new IllegalArgumentException("an entry has at most recordBytesMax = " + config.recordBytesMax()
                    + " bytes, this one has " + entry.length);
        }
        LogState now = state();
        if (now.role() != Role.LEADER) {
            callback.failed(ProposeFailure.NOT_LEADER, stopped());
            return;
        }
        if (now.term() != expectedTerm) {
            callback.failed(
                    ProposeFailure.NOT_LEADER,
                    "this log leads in term " + now.term() + ", not in term " + expectedTerm);
            return;
        }
        switch (inbox.offer(new Work.Proposal(entry, callback), config.queueMax())) {
            case TAKEN -> {}
            case FULL ->
                callback.failed(ProposeFailure.BUSY, "queueMax = " + config.queueMax() + " entries are waiting");
            case SEALED -> callback.failed(ProposeFailure.NOT_LEADER, stopped());
        }
    }

    @Override
    public void readIndex(ReadCallback callback) {
        if (runner == null) {
            callback.failed(stopped());
            return;
        }
        switch (inbox.offer(new Work.Read(callback), READ_ROOM * config.queueMax())) {
            case TAKEN -> {}
            case FULL ->
                callback.failed(READ_ROOM + " x queueMax = " + config.queueMax() + " proposals and reads are waiting");
            case SEALED -> callback.failed(stopped());
        }
    }

    @Override
    public boolean execute(Runnable action) {
        int limit = ACTION_ROOM * config.queueMax();
        return runner != null && inbox.offer(new Work.Action(action), limit) == Inbox.Offer.TAKEN;
    }

    @Override
    public LogState state() {
        LogRunner run = runner;
        return run == null ? new LogState(Role.CANDIDATE, 0, "") : run.state();
    }

    @Override
    public void snapshot() {
        inbox.askSnapshot();
    }

    /** On the apply thread itself it does not wait for the end. */
    @Override
    public void close() {
        started.set(true);
        inbox.close();
        Thread work = thread;
        if (work != null && work != Thread.currentThread()) {
            LogThread.awaitEnd(work);
        }
    }

    private String stopped() {
        LogRunner run = runner;
        return "the log in " + files.folder() + " takes nothing: "
                + (run == null ? "it was not started" : run.whyStopped());
    }
}
