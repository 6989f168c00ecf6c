package io.nemcon.server.raft.rpc;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What opens a line: the caller names the group and the life it takes the other to lead, and is told the true one.
 *
 * @param expectedLife zero if the caller does not know it
 * @param group the caller's group
 */
record Greeting(long expectedLife, String group) {

    byte[] toBytes() {
        byte[] name = group.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(expectedLife)
                .put(name)
                .array();
    }

    /** Reads one; throws {@link BufferUnderflowException} if it is cut off. */
    static Greeting of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long life = in.getLong();
        return new Greeting(life, StandardCharsets.UTF_8.decode(in).toString());
    }

    static byte[] answer(long life) {
        return ByteBuffer.allocate(Long.BYTES).putLong(life).array();
    }

    /** Reads an answer; throws {@link BufferUnderflowException} if it is cut off. */
    static long lifeIn(byte[] answer) {
        return ByteBuffer.wrap(answer).getLong();
    }
}
