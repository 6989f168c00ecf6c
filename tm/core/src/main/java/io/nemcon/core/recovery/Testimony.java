package io.nemcon.core.recovery;

/** What a witness says of a branch that is absent from the prepared list. */
public enum Testimony {
    COMMITTED,
    ROLLED_BACK,
    /** Not finished yet: still running, or still prepared. */
    IN_PROGRESS,
    /** The resource does not know any more, or there is no witness. Never to be taken for rolled back. */
    UNKNOWN
}
