package io.nemcon.simulation.fault;

/** What can go wrong. How a fault's numbers are read is said at each. */
public enum FaultKind {
    /** A process is killed; it is started again after the fault's time. */
    KILL_NODE,
    KILL_APP,
    /** The same, not now but after {@code amount} more of its steps. */
    KILL_NODE_AT_STEP,
    KILL_APP_AT_STEP,
    /** One I/O or send of a process fails, after {@code amount} more of its crash points. */
    FAIL_NODE_AT_POINT,
    FAIL_APP_AT_POINT,
    /** An application that is killed and never comes back. */
    KILL_APP_FOR_GOOD,
    /** A process stands still for the fault's time. */
    PAUSE_NODE,
    PAUSE_APP,
    /** One direction between two processes is blocked. */
    BLOCK_ONE_WAY,
    /** A node hears nobody and nobody hears it. */
    ISOLATE_NODE,
    ISOLATE_APP,
    /** An application does not reach a database, or its answers do not come. */
    ISOLATE_DATABASE,
    /** The connections between two processes break. */
    CUT,
    /** {@code amount} of a thousand messages are lost. */
    LOSE,
    /** {@code amount} of a thousand messages arrive twice. */
    REPEAT,
    /** {@code amount} of a thousand messages may overtake others. */
    REORDER,
    /** Every message takes up to {@code amount} milliseconds longer. */
    SLOW_NETWORK,
    /** Another node is elected although the leader is well. */
    DEPOSE,
    /** A lost leader's entries survive with {@code amount} per cent each, and it goes on believing for the fault's time. */
    STALE_LEADER,
    /** A node saves its state, so that others are sent it and it starts from it. */
    SNAPSHOT,
    /** A database server dies and is started again. */
    DATABASE_CRASH,
    /** The same, not now but after {@code amount} more commands. */
    DATABASE_CRASH_AT_COMMAND,
    /** A database server dies at the commit after {@code amount} more, before that is done, and is there again at once. */
    DATABASE_BLINKS,
    /** All connections to a database break. */
    DATABASE_CONNECTIONS,
    /** Of a thousand commands, {@code amount} go wrong in that way. */
    DATABASE_LOST_BEFORE,
    DATABASE_LOST_AFTER,
    DATABASE_LATE,
    DATABASE_REFUSED,
    DATABASE_SLOW,
    /** A backup is taken, and restored after the fault's time. */
    DATABASE_RESTORED,
    /** A person ends a prepared branch by hand, the next one if there is none. */
    PERSON_COMMITS,
    PERSON_ROLLS_BACK,
    /** Somebody sets the wall clock of a node, by {@code amount} seconds. */
    WALL_CLOCK
}
