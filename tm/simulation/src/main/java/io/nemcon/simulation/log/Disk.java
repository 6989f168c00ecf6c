package io.nemcon.simulation.log;

import org.jspecify.annotations.Nullable;

/** What a node keeps over its deaths: how much of the truth it holds, and a snapshot that stands for the beginning of it. */
final class Disk {

    /**
     * The state after so many entries of the truth.
     *
     * @param entries how many of them it stands for
     */
    record Saved(int entries, long index, long term, byte[] bytes) {}

    @Nullable
    Saved snapshot;

    /** Entries of the truth that this node holds, from the first. */
    int held;

    long term;
}
