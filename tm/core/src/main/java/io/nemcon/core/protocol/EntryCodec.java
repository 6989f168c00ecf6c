package io.nemcon.core.protocol;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;

/** Log entries as bytes: format version, leader's time, count, commands each with its length. */
public final class EntryCodec {

    public static final int FORMAT_VERSION = 1;

    /** More commands are never put into one entry. */
    public static final int COMMANDS_MAX = 4_096;

    private EntryCodec() {}

    /** Joins commands that were encoded by {@link CommandCodec}. */
    public static byte[] encode(long leaderTimeMs, List<byte[]> commands) {
        ByteWriter out = new ByteWriter(64 + 160 * commands.size());
        out.writeByte(FORMAT_VERSION).writeLong(leaderTimeMs).writeVar(commands.size());
        for (byte[] command : commands) {
            out.writeBytes(command);
        }
        return out.toByteArray();
    }

    public static byte[] encode(Entry entry) {
        return encode(
                entry.leaderTimeMs(),
                entry.commands().stream().map(CommandCodec::encode).toList());
    }

    /** @throws MalformedBytesException if these bytes are no entry of this version */
    public static Entry decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != FORMAT_VERSION) {
            throw new MalformedBytesException("log entry of format " + version + ", this version reads "
                    + FORMAT_VERSION + "; upgrade this node before the group uses it");
        }
        long leaderTimeMs = in.readLong();
        int count = in.readCount(COMMANDS_MAX);
        List<Command> commands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            commands.add(CommandCodec.decode(in.readPart()));
        }
        in.requireEnd("a log entry");
        return new Entry(leaderTimeMs, commands);
    }
}
