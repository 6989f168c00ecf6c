package io.nemcon.core.id;

/** One process's lease with the group: the log index of the entry that opened it. Never reused. */
public record SessionId(long index) implements Comparable<SessionId> {

    public SessionId {
        if (index <= 0) {
            throw new IllegalArgumentException("a session id is a log index, so above zero: " + index);
        }
    }

    @Override
    public int compareTo(SessionId other) {
        return Long.compare(index, other.index);
    }

    @Override
    public String toString() {
        return "s" + index;
    }
}
