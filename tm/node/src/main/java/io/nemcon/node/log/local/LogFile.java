package io.nemcon.node.log.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One file of the log. Used by one thread at a time, and never by an application's: an interrupt would close it. */
interface LogFile extends Closeable {

    long size() throws IOException;

    /** Fills the buffer from this position; fails if the file ends before. */
    void read(ByteBuffer into, long position) throws IOException;

    /** Writes all that remains in the buffer. What was written is safe only after {@link #force}. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Everything written before is on the disk when this returns. After a failure nothing of this file is known. */
    void force() throws IOException;
}
