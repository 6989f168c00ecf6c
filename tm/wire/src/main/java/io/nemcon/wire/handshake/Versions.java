package io.nemcon.wire.handshake;

/** The versions of the protocol that somebody speaks. Immutable. */
public record Versions(int min, int max) {

    /** What this code speaks. */
    public static final Versions OURS = new Versions(1, 1);

    /** Whether both speak some version. */
    public boolean meets(Versions other) {
        return min <= max && other.min <= other.max && min <= other.max && other.min <= max;
    }

    /** The highest that both speak; ask {@link #meets} first. */
    public int best(Versions other) {
        return Math.min(max, other.max);
    }

    public boolean contains(int version) {
        return min <= version && version <= max;
    }

    /** {@code version 9} or {@code versions 2 to 3}. */
    public String words() {
        return min == max ? "version " + min : "versions " + min + " to " + max;
    }
}
