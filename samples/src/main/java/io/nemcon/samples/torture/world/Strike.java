package io.nemcon.samples.torture.world;

import io.nemcon.samples.torture.plan.FaultKind;

/**
 * What was done to whom. Immutable.
 *
 * @param victim with the life it had then, and whether it led
 * @param beganMs on the clock that all processes share
 * @param endedMs when it was undone, which takes its time where something has to start again
 */
public record Strike(FaultKind kind, String victim, long beganMs, long endedMs) {

    /** Whether it went on at some moment between these, with their ends. */
    public boolean overlaps(long fromMs, long toMs) {
        return beganMs <= toMs && endedMs >= fromMs;
    }
}
