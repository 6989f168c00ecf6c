package io.nemcon.core.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteWriter} wrote; every read is bounded by what is there. Not thread-safe. */
public final class ByteReader {

    private final byte[] bytes;
    private final ByteBuffer view;
    private final int end;
    private int position;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public ByteReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.view = ByteBuffer.wrap(bytes);
        this.position = offset;
        this.end = offset + length;
    }

    public int remaining() {
        return end - position;
    }

    public int readByte() {
        require(1);
        return bytes[position++] & 0xFF;
    }

    public boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw new MalformedBytesException("a boolean is 0 or 1, here it is " + value);
        }
        return value == 1;
    }

    public int readInt() {
        require(4);
        int value = view.getInt(position);
        position += 4;
        return value;
    }

    public long readLong() {
        require(8);
        long value = view.getLong(position);
        position += 8;
        return value;
    }

    public long readVar() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        int tenth = readByte();
        if (tenth > 1) {
            throw new MalformedBytesException("a variable-length number has more than 64 bits");
        }
        return value | (long) tenth << 63;
    }

    /** A count that must lie in 0..max, so that bad bytes cannot ask for memory. */
    public int readCount(int max) {
        long count = readVar();
        if (count < 0 || count > max) {
            throw new MalformedBytesException("a count of " + count + " is beyond its limit of " + max);
        }
        return (int) count;
    }

    public byte[] readRaw(int length) {
        require(length);
        byte[] value = new byte[length];
        System.arraycopy(bytes, position, value, 0, length);
        position += length;
        return value;
    }

    public byte[] readBytes() {
        return readRaw(readCount(remaining()));
    }

    public String readString() {
        int length = readCount(remaining());
        require(length);
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    /** A reader of the next bytes, whose count comes first; they count as read. */
    public ByteReader readPart() {
        int length = readCount(remaining());
        require(length);
        ByteReader part = new ByteReader(bytes, position, length);
        position += length;
        return part;
    }

    /** The next {@code length} bytes as a buffer for a library to read; they count as read. */
    public ByteBuffer slice(int length) {
        require(length);
        ByteBuffer window = ByteBuffer.wrap(bytes, position, length).slice();
        position += length;
        return window;
    }

    /** Refuses bytes left over, the sign of another version or of damage. */
    public void requireEnd(String what) {
        if (remaining() != 0) {
            throw new MalformedBytesException(what + " has " + remaining() + " bytes too many");
        }
    }

    private void require(int count) {
        if (count < 0 || count > remaining()) {
            throw new MalformedBytesException("needs " + count + " more bytes, has " + remaining());
        }
    }
}
