package io.nemcon.samples.torture.proxy;

/** What a link does with what is sent over it. */
public enum Weather {
    CLEAR,
    /** Frames vanish at random. */
    DROP,
    /** Everything comes late, in its order. */
    DELAY,
    /** Frames come twice at random. */
    DUPLICATE,
    /** Nothing comes through, either way, not even that the other side has gone. */
    HALF_OPEN,
    /** What the caller sends comes through, answers do not. */
    NO_ANSWER,
    /** No connection lives. */
    CUT;

    /** Whether what goes this way is swallowed without a word. */
    boolean swallows(boolean toCaller) {
        return this == HALF_OPEN || (this == NO_ANSWER && toCaller);
    }
}
