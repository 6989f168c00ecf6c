package io.nemcon.core.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array, big-endian, with variable-length counts. Not thread-safe. */
public final class ByteWriter {

    private byte[] bytes;

    /** The same bytes, for numbers of several bytes at once. */
    private ByteBuffer view;

    private int length;

    public ByteWriter() {
        this(128);
    }

    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
        view = ByteBuffer.wrap(bytes);
    }

    public int length() {
        return length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    public ByteWriter writeByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public ByteWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    public ByteWriter writeInt(int value) {
        ensure(4);
        view.putInt(length, value);
        length += 4;
        return this;
    }

    public ByteWriter writeLong(long value) {
        ensure(8);
        view.putLong(length, value);
        length += 8;
        return this;
    }

    /** Seven bits a byte, lowest first; small values take one byte. Negative values take ten. */
    public ByteWriter writeVar(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return writeByte((int) rest);
    }

    public ByteWriter writeRaw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** The count of bytes, then the bytes. */
    public ByteWriter writeBytes(byte[] value) {
        return writeVar(value.length).writeRaw(value);
    }

    public ByteWriter writeString(String value) {
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Reserves {@code size} bytes and returns them as a buffer to be filled by a library. */
    public ByteBuffer reserve(int size) {
        ensure(size);
        ByteBuffer window = ByteBuffer.wrap(bytes, length, size);
        length += size;
        return window;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            view = ByteBuffer.wrap(bytes);
        }
    }
}
