package io.nemcon.simulation.network;

/** From one process to another, by name: one direction, whichever life of either it is. */
public record Path(String from, String to) {

    Path back() {
        return new Path(to, from);
    }

    @Override
    public String toString() {
        return from + "->" + to;
    }
}
