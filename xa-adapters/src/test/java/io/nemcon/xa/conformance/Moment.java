package io.nemcon.xa.conformance;

/** A command of an adapter at whose message a proxy can strike. */
public enum Moment {
    PREPARE,
    COMMIT_PREPARED,
    ROLLBACK_PREPARED,
    COMMIT_ONE_PHASE,
    ROLLBACK
}
