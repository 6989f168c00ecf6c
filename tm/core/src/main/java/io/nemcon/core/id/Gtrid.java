package io.nemcon.core.id;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import org.jspecify.annotations.Nullable;

/**
 * A global transaction id (XA 3.3, design section 3): group, incarnation, session, sequence; 28 bytes. Made by the client
 * alone, and never twice: the session id is a log index and the sequence counts up within it.
 */
public record Gtrid(GroupId group, int incarnation, SessionId session, long sequence) implements Comparable<Gtrid> {

    /** The formatId of every xid of ours: "NEMC". */
    public static final int FORMAT_ID = 0x4E454D43;

    public static final int LENGTH_BYTES = 28;

    public Gtrid {
        if (sequence <= 0) {
            throw new IllegalArgumentException("a sequence counts from 1: " + sequence);
        }
    }

    public byte[] toBytes() {
        ByteWriter out = new ByteWriter(LENGTH_BYTES);
        writeTo(out);
        return out.toByteArray();
    }

    public void writeTo(ByteWriter out) {
        out.writeLong(group.bits())
                .writeInt(incarnation)
                .writeLong(session.index())
                .writeLong(sequence);
    }

    /** @throws MalformedBytesException if the next bytes are none */
    public static Gtrid readFrom(ByteReader in) {
        try {
            return new Gtrid(new GroupId(in.readLong()), in.readInt(), new SessionId(in.readLong()), in.readLong());
        } catch (IllegalArgumentException badValue) {
            throw new MalformedBytesException("a gtrid with a bad value: " + badValue.getMessage());
        }
    }

    /** The gtrid in these bytes, or null if they have another length or shape: then it is not ours. */
    public static @Nullable Gtrid fromBytes(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            return null;
        }
        try {
            return readFrom(new ByteReader(bytes));
        } catch (MalformedBytesException notOurs) {
            return null;
        }
    }

    /** Parses {@link #toString()}; null if the text is not a gtrid. */
    public static @Nullable Gtrid parse(String text) {
        if (text.length() != LENGTH_BYTES * 2) {
            return null;
        }
        try {
            return new Gtrid(
                    new GroupId(Hex.parseLong(text, 0)),
                    Hex.parseInt(text, 16),
                    new SessionId(Hex.parseLong(text, 24)),
                    Hex.parseLong(text, 40));
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    @Override
    public int compareTo(Gtrid other) {
        int bySession = session.compareTo(other.session);
        if (bySession != 0) {
            return bySession;
        }
        int bySequence = Long.compare(sequence, other.sequence);
        if (bySequence != 0) {
            return bySequence;
        }
        int byIncarnation = Integer.compare(incarnation, other.incarnation);
        return byIncarnation != 0 ? byIncarnation : Long.compare(group.bits(), other.group.bits());
    }

    /** 56 hexadecimal digits, in the order of the record's components. */
    @Override
    public String toString() {
        return group + Hex.of(incarnation) + Hex.of(session.index()) + Hex.of(sequence);
    }
}
