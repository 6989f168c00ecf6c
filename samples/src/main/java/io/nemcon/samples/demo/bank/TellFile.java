package io.nemcon.samples.demo.bank;

import io.nemcon.core.id.Gtrid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The file in which an app notes what it was told. Thread-safe.
 *
 * <p>{@link #asked} is in the operating system's hands when it returns, so it outlives the process; {@link #told} is on disk.
 * Callers write by themselves and wait for one thread that forces: all who wait share the next force.
 */
public final class TellFile implements AutoCloseable {

    private final FileChannel channel;
    private final AtomicLong written = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingWritten = lock.newCondition();
    private final Condition somethingForced = lock.newCondition();
    private final Thread forcer = new Thread(this::forceWhatIsWritten, "tell-file");

    // Under the lock.
    private long wanted;
    private long forced;
    private boolean closed;
    private @Nullable IOException failure;

    private TellFile(FileChannel channel) {
        this.channel = channel;
        forcer.setDaemon(true);
        forcer.start();
    }

    /** Makes the file, which must not exist yet. */
    public static TellFile create(Path file) throws IOException {
        return new TellFile(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
    }

    /** Notes that this transaction's end is about to be asked for. */
    public void asked(Gtrid gtrid) throws IOException {
        write(NoteLine.asked(gtrid));
    }

    /** Notes what the app was told. Only after this returned has it been told. */
    public void told(Note note) throws IOException {
        long ticket = write(NoteLine.told(note));
        lock.lock();
        try {
            wanted = Math.max(wanted, ticket);
            somethingWritten.signal();
            while (forced < ticket) {
                if (failure != null) {
                    throw new IOException("note of tx " + note.gtrid() + " could not be forced to disk", failure);
                }
                somethingForced.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forces what is still wanted, and closes. Idempotent. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            somethingWritten.signal();
        } finally {
            lock.unlock();
        }
        try {
            forcer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.close();
    }

    /** One call a line, in append mode, so that lines of several threads do not mix. Counts after writing, never before. */
    private long write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        int length = bytes.remaining();
        int taken = channel.write(bytes);
        if (taken != length) {
            throw new IOException("only " + taken + " of a note's " + length + " bytes were taken: is the disk full?");
        }
        return written.incrementAndGet();
    }

    private void forceWhatIsWritten() {
        try {
            long covered = 0;
            while (awaitWork(covered)) {
                covered = written.get(); // every line counted by now is in the file, so the force below covers it
                channel.force(false);
                announce(covered);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** False if closed with nothing left to force. */
    private boolean awaitWork(long covered) {
        lock.lock();
        try {
            while (wanted <= covered && !closed) {
                somethingWritten.awaitUninterruptibly();
            }
            return wanted > covered;
        } finally {
            lock.unlock();
        }
    }

    private void announce(long covered) {
        lock.lock();
        try {
            forced = covered;
            somethingForced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(IOException why) {
        lock.lock();
        try {
            failure = why;
            somethingForced.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
