package io.nemcon.samples.torture.plan;

/** What is done to a victim, and undone at the end of the fault. */
public enum Deed {
    /** SIGKILL; started again at the end. */
    KILL,
    /** SIGSTOP; SIGCONT at the end. */
    PAUSE,
    /** An orderly end that waits for no client; started again at the end. */
    STOP,
    /** The others of its kind and it do not hear each other. */
    ISOLATE,
    /** Its wall clock jumps, and back again at the end; its monotonic clock does not. */
    JUMP,
    /** A link gets bad weather, and fair weather at the end. */
    WEATHER
}
