package io.nemcon.wire.net;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must come true at some time; how soon is never tested. */
public final class Eventually {

    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final long PAUSE_MS = 5;

    private Eventually() {}

    public static void until(String what, BooleanSupplier condition) {
        until(() -> what, condition);
    }

    public static void until(Supplier<String> what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("never came true: " + what.get());
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting: " + what.get(), e);
            }
        }
    }
}
