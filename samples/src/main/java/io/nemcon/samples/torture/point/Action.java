package io.nemcon.samples.torture.point;

import java.util.Locale;

/** What happens to a process that passes an armed crash point. */
public enum Action {
    /** It runs no instruction more. */
    CRASH,
    /** The thread stands still there, and its parent stops the whole process. */
    PAUSE,
    /** What it was about to do, or had done, fails. */
    ERROR;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
