package io.nemcon.node.log.local;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Fills a part of a file with zeros, where no record is ever found. */
final class Zeros {

    private static final int CHUNK_BYTES = 256 << 10;

    private Zeros() {}

    static void write(LogFile file, long from, long to) throws IOException {
        if (from >= to) {
            return;
        }
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK_BYTES, to - from));
        for (long at = from; at < to; at += zeros.capacity()) {
            file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), to - at)), at);
        }
    }
}
