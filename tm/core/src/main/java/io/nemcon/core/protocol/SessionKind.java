package io.nemcon.core.protocol;

/** What holds a session. */
public enum SessionKind {
    /** An application's process, with an agent inside. */
    CLIENT,
    /** A standing agent beside a database. */
    AGENT
}
