package io.nemcon.simulation.fault;

import java.util.Locale;

/**
 * One thing that goes wrong. Whom it meets is a number that is taken modulo what there is.
 *
 * @param forNs how long it lasts, where it lasts
 */
public record Fault(FaultKind kind, long atNs, long forNs, int target, int other, int amount) {

    private static final double NANOS_A_SECOND = 1e9;

    /** When it is over. */
    public long endNs() {
        return atNs + forNs;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s at %.3f s for %.3f s (%d, %d, %d)",
                kind,
                atNs / NANOS_A_SECOND,
                forNs / NANOS_A_SECOND,
                target,
                other,
                amount);
    }
}
