package io.nemcon.core.id;

/** 64 random bits, fixed when a group is first formed. Zero is no group. */
public record GroupId(long bits) {

    public GroupId {
        if (bits == 0) {
            throw new IllegalArgumentException("a group id is 64 random bits other than zero");
        }
    }

    @Override
    public String toString() {
        return Hex.of(bits);
    }
}
