package io.nemcon.node.log.local;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Makes segment files: zeros under a temporary name, forced, header, forced, renamed, forced. So a file with a segment's
 * name is whole, and appending to it changes no metadata, which makes each later force cheaper.
 *
 * <p>Apply thread only; the zeros of the next segment are written ahead on a thread of their own, one at a time.
 */
final class SegmentFactory {

    private static final String SPARE = "spare" + FileNames.TEMPORARY;

    private final LogFiles files;
    private final long logId;
    private final long segmentBytes;
    private @Nullable FutureTask<LogFile> spare;

    SegmentFactory(LogFiles files, long logId, long segmentBytes) {
        this.files = files;
        this.logId = logId;
        this.segmentBytes = segmentBytes;
    }

    /** Begins to make the next file, unless it is under way. */
    void prepareNext() {
        if (spare == null) {
            FutureTask<LogFile> task = new FutureTask<>(this::fill);
            spare = task;
            new LogThread("nemcon-log-segment", task).start();
        }
    }

    /**
     * A segment that is durable under its name, in place of any other of this name.
     *
     * @throws OutOfSpaceException if the disk has no room; nothing was changed and asking again later may work
     */
    Segment create(long firstIndex) throws IOException {
        LogFile file = takeSpare();
        try {
            SegmentHeader header = new SegmentHeader(logId, firstIndex, segmentBytes);
            file.write(header.encode(), 0);
            file.force();
            files.rename(SPARE, FileNames.segment(firstIndex));
            files.force();
            return new Segment(file, header, SegmentHeader.BYTES);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Waits for a file under way and gives it up. */
    void close() throws IOException {
        FutureTask<LogFile> task = spare;
        spare = null;
        if (task != null) {
            try {
                result(task).close();
            } catch (ExecutionException e) {
                return; // no file was made
            }
            files.delete(SPARE);
        }
    }

    private LogFile takeSpare() throws IOException {
        FutureTask<LogFile> task = spare;
        spare = null;
        if (task != null) {
            try {
                return result(task);
            } catch (ExecutionException e) {
                return fill(); // there may be room again; if not, this says so
            }
        }
        return fill();
    }

    private LogFile fill() throws IOException {
        if (files.usableBytes() < segmentBytes) {
            throw new OutOfSpaceException(outOfSpace());
        }
        LogFile file = files.create(SPARE);
        try {
            Zeros.write(file, 0, segmentBytes);
            file.force();
            return file;
        } catch (IOException e) {
            file.close();
            long usable = files.usableBytes();
            files.delete(SPARE);
            if (usable < segmentBytes) {
                throw new OutOfSpaceException(outOfSpace(), e);
            }
            throw e;
        }
    }

    private String outOfSpace() {
        return "the disk of " + files.folder() + " has no room for the log's next segment of " + segmentBytes
                + " bytes: free some; the log goes on by itself";
    }

    private static LogFile result(FutureTask<LogFile> task) throws ExecutionException {
        while (true) {
            try {
                return task.get();
            } catch (InterruptedException e) {
                throw new IllegalStateException("a log thread is never interrupted", e);
            }
        }
    }
}
