package io.nemcon.core.protocol;

/** What the group decides for a transaction. The first one in log order wins and never changes. */
public enum Decision {
    COMMIT,
    ABORT
}
