package io.nemcon.node.log.local;

/**
 * The whole state after an entry.
 *
 * @param index of the last entry in it; 0 for the state before any
 */
record Snapshot(long index, long term, byte[] state) {

    static final Snapshot NONE = new Snapshot(0, 0, new byte[0]);
}
