package io.nemcon.core.check;

/** Checks that are never compiled out. */
public final class Invariant {

    private Invariant() {}

    /** Throws {@link CorruptStateError} with the formatted message unless {@code holds}. */
    public static void check(boolean holds, String format, Object... arguments) {
        if (!holds) {
            throw new CorruptStateError(String.format(format, arguments));
        }
    }
}
