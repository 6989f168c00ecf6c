package io.nemcon.core.protocol;

import io.nemcon.core.codec.ByteReader;
import io.nemcon.core.codec.ByteWriter;
import io.nemcon.core.codec.MalformedBytesException;

/** Enums as one byte, their ordinal: constants are only ever added at the end. */
public final class Enums {

    private Enums() {}

    public static void write(ByteWriter out, Enum<?> constant) {
        out.writeByte(constant.ordinal());
    }

    public static <E extends Enum<E>> E read(ByteReader in, E[] constants) {
        int ordinal = in.readByte();
        if (ordinal >= constants.length) {
            throw new MalformedBytesException("constant " + ordinal + " of "
                    + constants.getClass().componentType().getSimpleName() + " is unknown to this version");
        }
        return constants[ordinal];
    }
}
