package io.nemcon.samples.torture.matrix;

import java.util.Locale;

/** Who passes a crash point. */
public enum Role {
    /** The TM node that leads, or that has just been elected. */
    LEADER,
    /** One that follows. */
    FOLLOWER,
    /** The process beside the databases, which has no transactions of its own. */
    AGENT,
    /** One with transactions; and where it is about agents, one whose agent is the active one. */
    APP;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
