package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import io.nemcon.node.log.LogListener;
import io.nemcon.node.log.LogState;
import io.nemcon.node.log.Role;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole life of the log's one thread: open, apply until closed or failed, then fail what waits and let go of the files. */
final class LogRunner implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LogRunner.class);

    private final LogFiles files;
    private final LocalLogConfig config;
    private final Inbox inbox;
    private final LogListener listener;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private volatile LogState state = new LogState(Role.CANDIDATE, 0, "");
    private volatile String whyStopped = "it is not open yet";

    LogRunner(LogFiles files, LocalLogConfig config, Inbox inbox, LogListener listener) {
        this.files = files;
        this.config = config;
        this.inbox = inbox;
        this.listener = listener;
    }

    LogState state() {
        return state;
    }

    /** Why nothing is taken while the role is not LEADER. */
    String whyStopped() {
        return whyStopped;
    }

    /** Returns when the log leads, throws when it cannot be opened. */
    void awaitOpen() throws LogException {
        try {
            opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LogException refused) {
                throw refused;
            }
            throw new LogException("the log in " + files.folder() + " cannot be read back: " + e.getCause(), e);
        }
    }

    @Override
    public void run() {
        try {
            lead(new LogOpening(files, config).open(listener));
        } catch (LogException | RuntimeException | Error e) {
            become(new LogState(Role.STOPPED, 0, ""), "it could not be opened: " + e.getMessage());
            inbox.seal(work -> ApplyLoop.abandon(work, whyStopped));
            opened.completeExceptionally(e);
        }
    }

    private void lead(OpenLog open) {
        SnapshotTaker snapshots = new SnapshotTaker(open.snapshots(), config, open.recovered(), inbox::wake);
        ApplyLoop loop = new ApplyLoop(inbox, listener, open, snapshots, config);
        Throwable failure = null;
        try {
            become(new LogState(Role.LEADER, open.term(), ""), "");
            listener.onStateChange(state);
            opened.complete(null);
            loop.run();
        } catch (Throwable e) { // the outer edge: whatever it was, nothing further is acknowledged
            LOG.error("the log in {} has failed and takes nothing further", files.folder(), e);
            failure = e;
        }
        try {
            stop(open.term(), loop, failure);
        } finally {
            snapshots.close();
            open.close(failure == null ? loop.lastIndex() : null);
        }
        if (failure != null) {
            opened.completeExceptionally(failure); // nobody waits for it any more if the log led before
        }
    }

    private void stop(long term, ApplyLoop loop, @Nullable Throwable failure) {
        String why =
                failure == null ? "it was closed" : "it failed (" + failure + "), restart to read back what it holds";
        become(new LogState(Role.STOPPED, term, ""), why);
        loop.abandonAll("the log in " + files.folder() + " has stopped: " + why);
        try {
            if (failure != null) {
                listener.onFailure(failure);
            }
            listener.onStateChange(state);
        } catch (RuntimeException e) {
            LOG.error("the listener of the log in {} failed while the log stopped", files.folder(), e);
        }
    }

    private void become(LogState next, String why) {
        whyStopped = why;
        state = next;
    }
}
