package io.nemcon.simulation.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** One line an event, if anybody wants to read it. */
public final class Trace {

    private static final long MICROS_A_SECOND = 1_000_000;
    private static final long NANOS_A_MICRO = 1_000;

    private final boolean wanted;
    private final List<String> lines = new ArrayList<>();

    public Trace(boolean wanted) {
        this.wanted = wanted;
    }

    /** @param what made only if the trace is wanted; must not change anything */
    void add(long nowNs, String who, Supplier<String> what) {
        if (wanted) {
            long micros = nowNs / NANOS_A_MICRO;
            lines.add(String.format(
                    Locale.ROOT,
                    "%4d.%06d %-6s %s",
                    micros / MICROS_A_SECOND,
                    micros % MICROS_A_SECOND,
                    who,
                    what.get()));
        }
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }
}
