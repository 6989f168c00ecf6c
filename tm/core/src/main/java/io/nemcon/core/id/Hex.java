package io.nemcon.core.id;

import java.util.HexFormat;

/** One spelling of ids everywhere: lower-case hexadecimal, fixed width. */
final class Hex {

    private Hex() {}

    static String of(long value) {
        return HexFormat.of().toHexDigits(value);
    }

    static String of(int value) {
        return HexFormat.of().toHexDigits(value);
    }

    static long parseLong(String text, int from) {
        return HexFormat.fromHexDigitsToLong(text, from, from + 16);
    }

    static int parseInt(String text, int from) {
        return HexFormat.fromHexDigits(text, from, from + 8);
    }
}
