package io.nemcon.node.log.local;

import io.nemcon.node.log.local.LogRecovery.Recovered;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a log that was opened, ready for records. Apply thread only. */
record OpenLog(
        LogFiles files,
        Closeable lock,
        FormatFile format,
        SegmentWriter writer,
        SnapshotStore snapshots,
        Recovered recovered) {

    private static final Logger LOG = LoggerFactory.getLogger(OpenLog.class);

    long term() {
        return format.term();
    }

    /**
     * Lets go of the files.
     *
     * @param lastIndex noted as durable, so that the next opening misses whatever is lost till then; null after a failure,
     *     when nothing may be written
     */
    void close(@Nullable Long lastIndex) {
        attempt(writer);
        if (lastIndex != null) {
            attempt(() -> new FormatFile(format.logId(), format.term(), lastIndex).write(files));
        }
        attempt(lock);
    }

    private void attempt(Closeable step) {
        try {
            step.close();
        } catch (IOException e) {
            LOG.warn("the log in {} was not closed cleanly; it opens again all the same", files.folder(), e);
        }
    }
}
