package io.nemcon.simulation.machine;

import org.jspecify.annotations.Nullable;

/** Something that is to happen at a time, unless it is cancelled before. */
public final class Event {

    final @Nullable Machine owner;
    final Runnable action;
    final long atNs;

    /** Among those of one time, the one that was made first comes first. */
    final long order;

    private final EventQueue queue;

    /** Where it is in the queue; -1 if it is not there. */
    int position = -1;

    Event(EventQueue queue, long atNs, long order, @Nullable Machine owner, Runnable action) {
        this.queue = queue;
        this.atNs = atNs;
        this.order = order;
        this.owner = owner;
        this.action = action;
    }

    boolean isBefore(Event other) {
        return atNs != other.atNs ? atNs < other.atNs : order < other.order;
    }

    /** It does not happen. Does nothing if it has happened, or if its machine was paused when its time came. */
    public void cancel() {
        if (position >= 0) {
            queue.remove(this);
        }
    }
}
