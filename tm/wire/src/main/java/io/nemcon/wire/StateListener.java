package io.nemcon.wire;

/** Hears when a connection comes up and goes down. Called on its event loop, in order. Must not block. */
@FunctionalInterface
public interface StateListener {

    /**
     * The connection came up, went down, or is down for another reason than before.
     *
     * @param why why it is down; empty if it is up
     */
    void onState(boolean up, String why);
}
