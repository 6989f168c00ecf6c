package io.nemcon.samples.demo.bank;

/** What an app knows of a transaction after its commit or rollback call ended. */
public enum Told {
    /** The commit call returned. */
    COMMITTED,
    /** The commit call said rolled back, or the app's own rollback call returned. */
    ROLLED_BACK,
    /** The call ended with anything else, so that it may be either. */
    UNKNOWN
}
