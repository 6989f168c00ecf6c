package io.nemcon.core.protocol;

/** What the ledger knows of a global transaction. */
public enum Outcome {
    /** Nothing is decided and its session may still decide. */
    PENDING,
    COMMITTED,
    ABORTED,
    /** Past the horizon of what the group keeps: a person decides. Never to be taken for aborted. */
    FORGOTTEN
}
