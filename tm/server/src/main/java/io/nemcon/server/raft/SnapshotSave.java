package io.nemcon.server.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the state on the apply thread and writes it to disk off it. JRaft is told in any case: it waits for that to close. */
final class SnapshotSave extends ApplyThread.Step {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSave.class);

    private final Host host;
    private final Supplier<byte[]> state;
    private final SnapshotWriter writer;
    private final Closure done;
    private final Executor disk;

    SnapshotSave(Host host, Supplier<byte[]> state, SnapshotWriter writer, Closure done, Executor disk) {
        this.host = host;
        this.state = state;
        this.writer = writer;
        this.done = done;
        this.disk = disk;
    }

    @Override
    void run() {
        boolean handedOn = false;
        try {
            byte[] bytes = state.get();
            disk.execute(() -> write(bytes));
            handedOn = true;
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, so no snapshot is written", e);
        } finally {
            if (!handedOn) {
                abandon();
            }
        }
    }

    @Override
    void abandon() {
        done.run(given("the log has failed or is closing"));
    }

    private void write(byte[] bytes) {
        SnapshotMeta meta = writer.getCurrentMeta();
        try {
            host.at(CrashPoint.NODE_BEFORE_SNAPSHOT_SAVED, IOException::new);
            new SnapshotFile(meta.getLastIncludedIndex(), meta.getLastIncludedTerm(), bytes)
                    .write(Path.of(writer.getPath(), SnapshotFile.NAME));
            host.at(CrashPoint.NODE_SNAPSHOT_SAVED, IOException::new);
            done.run(writer.addFile(SnapshotFile.NAME) ? Status.OK() : given("JRaft did not take the file"));
        } catch (IOException e) {
            LOG.warn(
                    "no snapshot was written at index {} ({} bytes to {}): the log goes on, and grows until one is",
                    meta.getLastIncludedIndex(),
                    bytes.length,
                    writer.getPath(),
                    e);
            done.run(given(e.toString()));
        }
    }

    /** Not EIO: for that JRaft stops the node, and a snapshot that could not be written is no reason to. */
    private static Status given(String why) {
        return new Status(RaftError.ECANCELED, "%s", why);
    }
}
