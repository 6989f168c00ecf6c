package io.nemcon.core.recovery;

/**
 * When an agent takes a hand.
 *
 * @param lateAfterMs a living owner finishes its own branches this long before the agent does
 * @param inquireAfterMs a branch may be pending this long before its owner is asked
 * @param foreignAfterMs a branch of others may be prepared this long before it is reported
 */
public record RecoverySettings(long lateAfterMs, long inquireAfterMs, long foreignAfterMs) {

    public static final RecoverySettings DEFAULTS = new RecoverySettings(2_000, 5_000, 600_000);
}
